"""Door B: the same objection through the Help Centre of Instagram; the general form (door G) is its last door, as on Facebook."""

from ai_optout.flow import KnownMinimum, flow
from ai_optout.messages import N_
from ai_optout.regions import META, OBJECTION_REGIONS
from ai_optout.visit import Visit


@flow(
    name="instagram-objection",
    title=N_("Object to your information being used for AI at Meta (Instagram)"),
    right="objection",
    per="instagram",
    hosts=META,
    doors=[
        "https://help.instagram.com/contact/233964459562201",  # [P]
        "https://help.instagram.com/contact/767264225370182",  # [M]
        "https://help.instagram.com/contact/117037592428568",  # [P] the general form, with a question on AI at Meta
    ],
    trail=[
        "https://privacycenter.instagram.com/privacy/genai/",  # [P]
        "object",
        "https://privacycenter.instagram.com/",  # [?] the start of the same site, with a card on AI as Facebook's
        "AI at Meta",
        "object",
    ],
    regions=OBJECTION_REGIONS,
    login="instagram",
    expects=["email", "impact"],
    minimum={"impact": KnownMinimum(100, "one source, shape of 2024")},
)
def object_on_instagram(visit: Visit) -> None:
    """As on Facebook, with an Instagram log-in."""
    visit.open()
    visit.answer(about_ai=True, request="objection")
    visit.review()
    visit.submit()
    visit.confirm_code()
    visit.acknowledge()
