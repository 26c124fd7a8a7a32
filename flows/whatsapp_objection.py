"""Door D: the objection to one's messages with AIs on WhatsApp being used. The form's id is unknown, so it has no door, but a
trail from the Privacy Center.
"""

from ai_optout.flow import flow
from ai_optout.messages import N_
from ai_optout.regions import META, WHATSAPP, WHATSAPP_REGIONS
from ai_optout.visit import Visit


@flow(
    name="whatsapp-objection",
    title=N_("Your messages with AIs on WhatsApp"),
    right="objection",
    per="whatsapp",
    hosts=[*META, *WHATSAPP],
    trail=[
        "https://www.facebook.com/privacy/center/",  # the facts: "reached from the Privacy Center"
        "Your messages with AIs on WhatsApp",  # the form's title; the link's own words are unknown
    ],
    regions=WHATSAPP_REGIONS,
    expects=["tel-country-code", "tel", "email", "impact"],
)
def object_on_whatsapp(visit: Visit) -> None:
    """Follow the link to the form; no log-in; the code is asked for on the same page."""
    visit.open()
    visit.answer(about_ai=True, request="objection")
    visit.review()
    visit.submit()
    visit.confirm_code()
    visit.acknowledge()
