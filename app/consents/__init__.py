"""How consent is asked for, given and proven: templates, pages for participants, evidence, reminders, bulk changes.

Stands above highlights, because a consent may be proven by a moment of a recording; what holds is asked of
`participants` alone, and changed by `participants.service.set_consent` alone. Refuses to know how words are shared.
"""
