"""Rules as the database keeps them."""

import json

from django.db import models


class Ordered(models.TextField):
    """JSON as text, because its order is meant: PostgreSQL's own JSON type sorts the keys of every table."""

    def from_db_value(self, value: str | None, expression, connection) -> dict | None:
        return value if value is None else json.loads(value)

    def get_prep_value(self, value: dict | None) -> str | None:
        return value if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def to_python(self, value):
        return json.loads(value) if isinstance(value, str) else value
