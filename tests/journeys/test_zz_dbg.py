import time, pytest
from ai_optout.person.pause import PauseKind, Said, Send
from ai_optout.testing import ScriptedPerson
@pytest.mark.parametrize("place", ["page","dialog"])
def test_x(rehearsal, place):
    rehearsal.switch(code_place=place)
    t=[]
    def wrong(p): t.append(time.monotonic()); return Said("000000")
    with ScriptedPerson((PauseKind.REVIEW, Send()), *[(PauseKind.CODE, wrong)]*3) as person:
        r=rehearsal.one("facebook-third-party", person=person)
    t.append(time.monotonic())
    print(place, r.status, [round(b-a,1) for a,b in zip(t,t[1:])])
