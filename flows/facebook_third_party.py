"""Door C: the objection to information from third parties being used for AI at Meta; everyone, no log-in."""

from ai_optout.flow import flow
from ai_optout.messages import N_
from ai_optout.regions import EVERYWHERE, META
from ai_optout.visit import Visit


@flow(
    name="facebook-third-party",
    title=N_("Data subject rights for third-party information used for AI at Meta (Facebook)"),
    right="third-party",
    per="person",
    hosts=META,
    doors=[
        "https://www.facebook.com/help/contact/510058597920541",  # [M]
        "https://www.facebook.com/help/contact/1266025207620918",  # [P] 2023
    ],
    trail=[
        "https://www.facebook.com/privacy/genai/",  # [M]
        "Learn more and submit requests here",  # [M] for Instagram's page of the same kind
    ],
    regions=EVERYWHERE,
    expects=["request", "country", "email", "impact", "prompts", "evidence"],
)
def object_to_third_party_information(visit: Visit) -> None:
    """Choose the right; country, names, e-mail, reason, prompts and proof; sent once, code, acknowledged."""
    visit.open()
    visit.answer(request="objection", about="third-party")
    visit.review()
    visit.submit()
    visit.confirm_code()
    visit.acknowledge()
