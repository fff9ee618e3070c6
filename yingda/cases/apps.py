from django.apps import AppConfig


class Cases(AppConfig):
    name = "yingda.cases"
    label = "cases"

    def ready(self) -> None:
        from yingda.access.files import register_owner
        from yingda.cases import facts, noting, present, reacting
        from yingda.cases.erasing import erase_texts
        from yingda.cases.form import cases_of
        from yingda.cases.labels import DETAILS
        from yingda.cases.reach import known_by
        from yingda.cases.timeline import hidden_from
        from yingda.contacts import facts as contacts
        from yingda.contacts import present as contacts_present
        from yingda.contacts import timeline
        from yingda.customers.erasing import erases
        from yingda.customers.querysets import reaches
        from yingda.journal import FactName, presenting, subscribe

        subscribe(
            reacting.follow_contacts,
            [contacts.ARRIVED, contacts.TYPED, contacts.URGENCY],
            "a case is of its contact's type",
        )
        subscribe(reacting.know_customers, [contacts.RECOGNISED], "a case is of its contact's customer")
        who = [contacts.ANSWERED, contacts.HANDED_OVER]
        subscribe(reacting.share_work, who, "who serves a case's contact takes part in the case")
        register_owner(noting.FILES, noting.may_see_files)
        reaches(known_by)
        erases(erase_texts)
        contacts_present.extend("case", cases_of)
        timeline.DETAILS.update(DETAILS)
        timeline.conceal(hidden_from)
        presenting.present_ref("case", present.uids)
        presenting.restrict("case", present.may_hear, load=present.secrets)
        for fact in vars(facts).values():
            if isinstance(fact, FactName) and fact.name.startswith("case."):
                presenting.present_object(fact, present.cases_by_fact)
