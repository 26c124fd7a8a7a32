"""Door C again, the way a person goes from Instagram's Help Centre; no address of its own is known."""

from ai_optout.flow import flow
from ai_optout.messages import N_
from ai_optout.regions import EVERYWHERE, META
from ai_optout.visit import Visit


@flow(
    name="instagram-third-party",
    title=N_("Data subject rights for third-party information used for AI at Meta (Instagram)"),
    right="third-party",
    per="person",
    hosts=META,
    trail=[
        "https://help.instagram.com/",
        "About AIs on Instagram",  # [M]
        "How Meta uses information for generative AI models",  # [M]
        "Learn more and submit requests here",  # [M] at the bottom of the page
        "https://privacycenter.instagram.com/privacy/genai/",  # [P] the page before the last of them
        "Learn more and submit requests here",
    ],
    regions=EVERYWHERE,
    expects=["request", "country", "email", "impact", "prompts", "evidence"],
)
def object_to_third_party_information(visit: Visit) -> None:
    """Follow the links to the form; then as from Facebook's help page."""
    visit.open()
    visit.answer(request="objection", about="third-party")
    visit.review()
    visit.submit()
    visit.confirm_code()
    visit.acknowledge()
