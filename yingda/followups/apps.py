from django.apps import AppConfig


class Followups(AppConfig):
    name = "yingda.followups"
    label = "followups"

    def ready(self) -> None:
        from yingda.cases import facts as cases
        from yingda.cases import form, history
        from yingda.contacts import steps
        from yingda.customers.erasing import erases
        from yingda.followups import facts, following_up, present
        from yingda.followups.erasing import erase_texts
        from yingda.journal import presenting, subscribe

        subscribe(following_up.open_follow_ups, [cases.SOLVED], "a solved case is followed up (4.12)")
        subscribe(following_up.end_with_reopening, [cases.REOPENED], "a reopened case is not asked about")
        subscribe(
            following_up.follow_owner, [cases.HANDOVER_ACCEPTED, cases.TAKEN], "a follow-up is its case's owner's"
        )
        erases(erase_texts)
        form.extend("feedback", present.feedback_of)
        form.extend("follow_up_by", present.followed_up_by)
        history.extend("promises", present.open_promises)
        steps.extend("feedback", present.feedback_lacks)
        for fact in (facts.OPENED, facts.TRIED, facts.DONE):
            presenting.present_object(fact, present.by_fact)
