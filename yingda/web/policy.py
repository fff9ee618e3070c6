"""The content security policy of every answer: our own scripts only, framed by nobody but the widget's sites."""

from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src {connects}; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors {ancestors}"
)


class ContentPolicy:
    """Sets the policy. A view says in `response.frame_ancestors` by whom it may be framed, and in
    `response.connects_to` what else than us its page connects to; both are lists of origins.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        ancestors = getattr(response, "frame_ancestors", None)
        if "Content-Security-Policy" not in response:
            connects = ["'self'", *getattr(response, "connects_to", [])]
            response["Content-Security-Policy"] = POLICY.format(
                connects=" ".join(connects), ancestors=" ".join(ancestors or ["'none'"])
            )
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
        if not ancestors:
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response
