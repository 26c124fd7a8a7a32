"""Door A: the objection to one's information being used for AI at Meta, with a Facebook account.

The general form (door G) asks for the same right of the same account, so it is the last door here and no flow of its own.
"""

from ai_optout.flow import KnownMinimum, flow
from ai_optout.messages import N_
from ai_optout.regions import META, OBJECTION_REGIONS
from ai_optout.visit import Visit


@flow(
    name="facebook-objection",
    title=N_("Object to your information being used for AI at Meta (Facebook)"),
    right="objection",
    per="facebook",
    hosts=META,
    doors=[
        "https://www.facebook.com/help/contact/6359191084165019",  # [P] 2024, cited until October 2026
        "https://www.facebook.com/help/contact/712876720715583",  # [M] April to July 2025
        "https://www.facebook.com/help/contact/367438723733209",  # [P] the general form, with a question on AI at Meta
    ],
    trail=[
        "https://www.facebook.com/privacy/center/",  # [M]
        "AI at Meta",  # [M] the card, where it is a link itself
        "object",  # [M]
        "https://www.facebook.com/privacy/genai/",  # [M]
        "object",
        "https://www.facebook.com/",  # [M] from the profile picture
        "Your profile",  # [?] the words of the picture
        "Settings & privacy",  # [M]
        "Privacy Center",  # [M]
        "AI at Meta",
        "object",
    ],
    regions=OBJECTION_REGIONS,
    login="facebook",
    expects=["email", "impact"],
    minimum={"impact": KnownMinimum(100, "one source, shape of 2024")},
)
def object_on_facebook(visit: Visit) -> None:
    """Declined cookies, log-in, form, review, sent once, code where asked, acknowledged."""
    visit.open()
    visit.answer(about_ai=True, request="objection")
    visit.review()
    visit.submit()
    visit.confirm_code()
    visit.acknowledge()
