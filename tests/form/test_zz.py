import pytest
@pytest.mark.parametrize("i", range(20))
def test_x(page, i):
    page.set_content("<p>hi<input>")
