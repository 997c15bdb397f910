"""The search page around its answers: what the address holds, what goes wrong, what this device remembers."""

import json
import re
from datetime import UTC, date, datetime

from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from app.accounts import demo
from tests.e2e.conftest import Serve, Server, until
from tests.e2e.test_search_page import IS_PLAYING, SignedIn, opened

ASKED = re.compile(r"/api/search\?")
REMEMBERED_MS = 3_000
DEBOUNCE_MS = 80
RESTING = {"title": "Unavailable", "status": 503, "code": "search_unavailable", "detail": "Not right now."}


def results(page: Page) -> Locator:
    return page.locator("[data-result]")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


class Held:
    """Questions that wait for their answers until they are let go."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self._gone = False

    def hold(self, route: Route) -> None:
        if self._gone:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self._gone = True
        for route in self.routes:
            route.continue_()


def without_an_engine(route: Route) -> None:
    route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(RESTING))


def cut_short(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"degraded": True, "exact_total": False})


def spoken_otherwise(route: Route) -> None:
    """The first answer in Arabic, the second in words that do not end, by somebody whose name does not."""
    answer = route.fetch()
    found = answer.json()
    first, second = found["items"][:2]
    first |= {"text": "في البداية لم أفهم شيئا، ثم phone.", "spans": [], "crop": None}
    second |= {"text": "Donaudampfschiff" * 20, "spans": [], "crop": None}
    second["speakers"][0]["name"] = "N" * 90
    second["interview"]["title"] = "T" * 180
    route.fulfill(response=answer, json=found)


def test_typing_asks_within_80_ms_once_and_a_late_answer_to_what_was_typed_before_is_dropped(
    signed_in: SignedIn,
) -> None:
    page = signed_in("viewer")
    opened(page, "/search")
    held = Held()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if ASKED.search(one.url) else None)
    page.route(re.compile(r"/api/search\?.*q=pho(&|$)"), held.hold)
    page.clock.install()
    page.get_by_role("searchbox").press_sequentially("pho")
    with page.expect_request(re.compile(r"q=pho(&|$)")):
        page.clock.run_for(DEBOUNCE_MS)
    assert len(asked) == 1, "one question for three letters"
    page.get_by_role("searchbox").press_sequentially("ne")
    page.clock.run_for(DEBOUNCE_MS)
    page.clock.resume()
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    held.routes[0].fulfill(json={"items": [], "total": 0})
    page.wait_for_timeout(50)
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))


def test_a_space_behind_the_last_word_says_that_it_is_whole(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phon")
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    page.get_by_role("searchbox").focus()
    page.keyboard.press("End")
    page.keyboard.press("Space")
    expect(heading(page)).not_to_have_text(re.compile("^41 quotes"))
    expect(page).to_have_url(re.compile(r"q=phon(\+|%20)$"))
    page.keyboard.type("e")
    expect(page.get_by_role("searchbox")).to_have_value("phon e")


def test_arrows_lead_from_the_field_to_the_answers_and_back(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Newest").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Oldest")).to_be_checked()


def test_the_keys_are_told_to_those_who_may_use_them(signed_in: SignedIn) -> None:
    for role, told in (("viewer", 0), ("researcher", 1)):
        page = signed_in(role)
        opened(page, "/search?q=phone")
        page.keyboard.press("?")
        help_ = page.get_by_role("dialog")
        expect(help_.get_by_text("Play the quote")).to_be_visible()
        expect(help_.get_by_text("↓")).to_be_visible()
        expect(help_.get_by_text("Tag the quote")).to_have_count(told)


def test_back_and_forward_and_a_reload_restore_words_choices_and_order(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search")
    page.keyboard.press("/")
    page.keyboard.type("phone", delay=90)
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    page.get_by_role("checkbox", name=re.compile("^sad")).check()
    expect(heading(page)).to_have_text(re.compile("^3 quotes"))
    page.get_by_role("radio", name="Oldest").check(force=True)
    expect(page).to_have_url(re.compile("sort=oldest"))
    chip = page.get_by_role("button", name=re.compile("sad")).and_(page.locator("header *"))

    def is_whole() -> None:
        expect(page.get_by_role("searchbox")).to_have_value("phone")
        expect(page.get_by_role("radio", name="Oldest")).to_be_checked()
        expect(chip).to_be_visible()
        expect(heading(page)).to_have_text(re.compile("^3 quotes"))

    page.reload()
    is_whole()
    page.go_back()
    expect(page.get_by_role("radio", name="Best match")).to_be_checked()
    page.go_back()
    expect(chip).to_have_count(0)
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.get_by_role("heading", name="Hear it from them")).to_be_visible()
    for _ in range(3):
        page.go_forward()
    is_whole()
    chip.click()
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))


def test_the_newest_come_first_each_with_who_said_it_and_when(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    with page.expect_response(re.compile("sort=newest")):
        page.get_by_role("radio", name="Newest").check(force=True)
    expect(page.locator("[data-stale]")).to_have_count(0)
    texts = results(page).all_inner_texts()
    days = [re.search(r"\d{1,2} \w{3} \d{4}", text) for text in texts]
    told = [datetime.strptime(day[0], "%d %b %Y").replace(tzinfo=UTC).date() for day in days if day]
    assert len(told) == len(texts) > 10
    assert told == sorted(told, reverse=True)
    assert told[0] > date(2026, 1, 1)


def test_more_from_one_interview_opens_below_and_goes_on_where_it_was_pressed(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    group = page.get_by_role("region").filter(has=page.get_by_role("button", name="3 more from this interview")).first
    shown = group.locator("[data-result]").count()
    group.get_by_role("button", name="3 more from this interview").click()
    group = page.get_by_role("region").filter(has=page.get_by_role("button", name="Fewer from this interview"))
    expect(group.locator("[data-result]")).to_have_count(shown + 3)
    expect(group.locator("[data-result]").nth(shown)).to_be_focused()
    group.get_by_role("button", name="Fewer from this interview").click()
    expect(page.get_by_role("button", name="Fewer from this interview")).to_have_count(0)
    expect(page.locator("[data-result]:focus")).to_have_count(1)


def test_what_was_said_around_it_opens_in_place_and_all_of_it_plays_as_one(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone has:recording")
    first = results(page).first
    first.get_by_role("button", name="Show what was said around it").click()
    expect(first.get_by_text("And you didn't.")).to_be_visible()
    first.get_by_role("button", name="Hide what was said around it").click()
    expect(first.get_by_text("And you didn't.")).to_have_count(0)
    page.get_by_role("link", name="Play all").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("phone")
    until(page, IS_PLAYING)
    page.go_back()
    expect(results(page).first).to_be_visible()


def test_enter_on_words_that_nobody_can_hear_shows_what_was_said_around_them(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=-has:recording")
    first = results(page).first
    expect(first.get_by_text("Words only")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    shown = first.get_by_role("button", name="Hide what was said around it")
    expect(shown).to_have_attribute("aria-expanded", "true")
    expect(first.get_by_role("listitem").nth(1)).to_be_visible()
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="Show what was said around it")).to_be_visible()


def test_a_copied_link_opens_for_others_and_tells_those_without_access_nothing(
    signed_in: SignedIn, browser: Browser, server: Server
) -> None:
    page = signed_in("researcher")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for words, heard in (("blackbird", True), ('project:"Why they come back" stairs', False)):
        opened(page, f"/search?q={words}")
        said = results(page).first.locator("blockquote").inner_text()
        results(page).first.get_by_role("button", name="Copy link to this quote").click()
        expect(page.get_by_text("Link copied")).to_be_visible()
        address = page.evaluate("navigator.clipboard.readText()")
        assert address.startswith(f"{server.url}/quotes/")
        other = browser.new_context(base_url=server.url, locale="en-GB")
        email = next(one.email for one in demo.ACCOUNTS if one.role == "viewer")
        other.request.post("/api/session", data={"email": email, "password": demo.PASSWORD})
        theirs = other.new_page()
        theirs.goto(address)
        if heard:
            expect(theirs.locator("blockquote").first).to_have_text(said)
        else:
            expect(theirs.get_by_role("heading", name="This quote is not here")).to_be_visible()
            assert said not in theirs.content()
        other.close()


def test_a_link_is_copied_on_plain_http_too(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})")
    opened(page, "/search?q=blackbird")
    results(page).first.get_by_role("button", name="Copy link to this quote").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("Control+V")
    expect(page.get_by_role("searchbox")).to_have_value(re.compile(r"^http://127.0.0.1:\d+/quotes/[ht]-"))


def test_a_thin_answer_asks_what_was_meant_and_none_says_what_to_do_next(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=kettel")
    page.get_by_role("link", name="kettle").click()
    expect(page.get_by_role("searchbox")).to_have_value("kettle")
    expect(results(page).first.locator("mark")).to_have_text(re.compile("kettle", re.IGNORECASE))
    page.goto("/search?q=xqzv")
    expect(page.get_by_role("heading", name="Nobody said that")).to_be_visible()
    expect(page.get_by_role("button", name="Save as topic")).to_be_visible()
    page.goto('/search?q=phone&emotion=["sad"]&kind=["survey"]&month=["1999-01"]')
    expect(page.get_by_text("Your words are narrowed down by 3 choices.")).to_be_visible()
    page.get_by_role("button", name="Search without them").click()
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))


def test_nothing_vanishes_over_a_slip_in_what_is_typed(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    shown = results(page).count()
    page.get_by_role("searchbox").fill("phone after:20")
    expect(page.get_by_role("alert")).to_contain_text("“20” is not a date.")
    expect(results(page)).to_have_count(shown)
    expect(page.get_by_role("link", name="Play all")).to_have_count(0)
    page.get_by_role("searchbox").fill("phone after:2026")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("link", name="Play all")).to_be_visible()


def test_an_engine_that_rests_or_a_network_that_is_gone_is_told_and_comes_back_by_itself(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, '/search?q=phone&emotion=["sad"]')
    page.route(ASKED, without_an_engine)
    page.get_by_role("searchbox").fill("phones")
    expect(page.get_by_role("heading", name="Search is resting")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.unroute(ASKED)
    expect(results(page).first).to_be_visible()
    page.route(ASKED, lambda route: route.abort())
    page.get_by_role("searchbox").fill("phone t")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(results(page).first).to_be_visible()
    page.unroute(ASKED)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)
    page.route(ASKED, without_an_engine)
    page.reload()
    expect(page.get_by_role("heading", name="Search is resting")).to_be_visible()
    expect(page.get_by_text("No longer there")).to_have_count(0)


def test_an_answer_that_was_cut_short_says_so(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.route(ASKED, cut_short)
    opened(page, "/search?q=phone")
    expect(page.get_by_text("This search was cut short to stay quick. There may be more.")).to_be_visible()
    expect(heading(page)).to_have_text(re.compile("^≥ 41 quotes"))


def test_while_the_first_answer_is_on_its_way_the_page_says_so(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    held = Held()
    page.route(ASKED, held.hold)
    page.goto('/search?q=phone&tag=["01a2031b-0000-7000-8000-000000000000"]')
    expect(heading(page)).to_have_text("Listening …")
    expect(page.get_by_text("No longer there")).to_have_count(0)
    held.let_go()
    expect(heading(page)).to_have_text(re.compile("quotes"))


def test_recent_searches_stay_on_the_device_and_go_with_the_person(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method != "GET" else None)
    page.clock.install()
    opened(page, "/search?q=blackbird")
    page.clock.run_for(REMEMBERED_MS)
    page.clock.resume()
    assert "blackbird" in page.evaluate("JSON.stringify(localStorage)")
    assert sent == []
    page.goto("/search")
    recent = page.get_by_role("main").get_by_role("link", name="blackbird")
    expect(recent).to_be_visible()
    page.get_by_role("button", name="Forget them").click()
    expect(recent).to_have_count(0)
    assert "blackbird" not in page.evaluate("JSON.stringify(localStorage)")
    opened(page, "/search?q=blackbird")
    results(page).first.get_by_role("link").first.click()
    page.get_by_role("navigation").get_by_role("link", name="Search").click()
    expect(recent).to_be_visible()
    page.get_by_role("button", name=re.compile("Jonas Weber")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page.evaluate("localStorage.setItem('firsthand.mine.searches', JSON.stringify(['blackbird']))")
    page.evaluate("localStorage.setItem('firsthand.mine.who', 'somebody else')")
    page = signed_in("researcher")
    opened(page, "/search")
    expect(page.get_by_role("link", name="blackbird")).to_have_count(0)


def test_the_help_lists_every_field_that_the_search_reads_also_on_a_phone(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, "/search?q=phone")
    page.get_by_role("button", name="What can be typed").click()
    fields = page.request.get("/api/search/fields").json()["items"]
    dialog = page.get_by_role("dialog", name="What can be typed")
    for field in fields:
        expect(dialog.get_by_role("button", name=f"Search for {field['example']}", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dialog.get_by_role("button", name="Search for has:recording").click()
    expect(page.get_by_role("searchbox")).to_have_value("has:recording")
    expect(dialog).to_have_count(0)


def test_before_the_first_interview_the_page_says_what_comes(serve: Serve, browser: Browser) -> None:
    empty = serve(demo=False)
    context = browser.new_context(base_url=empty.url, locale="en-GB")
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    assert context.request.post("/api/setup", data=account).ok
    page = context.new_page()
    page.goto("/search")
    expect(page.get_by_role("heading", name="No voices yet")).to_be_visible()
    expect(page.get_by_text("As soon as an interview is imported, its words can be searched here.")).to_be_visible()
    context.close()


def test_what_is_typed_while_the_page_opens_is_not_lost(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    held = Held()
    page.goto("/reels")
    expect(heading(page)).to_be_visible()
    page.route(re.compile(r"/assets/search-.*\.js"), held.hold)
    page.keyboard.press("/")
    page.keyboard.type("blackbird")
    page.keyboard.press("Enter")
    until(page, "() => location.pathname === '/search' || document.activeElement?.value === 'blackbird'")
    page.keyboard.type(" song")
    held.let_go()
    expect(page).to_have_url(re.compile(r"q=blackbird(\+|%20)song$"))
    expect(page.get_by_role("searchbox")).to_have_value("blackbird song")
    page.go_back()
    expect(page.get_by_role("searchbox")).not_to_have_value("blackbird song")


def test_on_the_home_page_answers_come_while_one_types_and_back_leads_home(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/")
    expect(page.get_by_role("heading", name="Heard recently")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("blackbird", delay=40)
    expect(page).to_have_url(re.compile(r"/search\?q=blackbird$"))
    expect(results(page).first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("blackbird")
    page.go_back()
    expect(page.get_by_role("heading", name="Heard recently")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_where_one_reads_something_enter_asks(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/reels")
    expect(heading(page)).to_be_visible()
    page.keyboard.press("/")
    page.clock.install()
    page.keyboard.type("blackbird")
    page.clock.run_for(5_000)
    expect(page).to_have_url(re.compile("/reels$"))
    page.clock.resume()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=blackbird$"))


def test_arrows_stay_with_an_input_method_while_it_composes(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    field = page.get_by_role("searchbox")
    field.focus()
    composing = "(field) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true, %s}))"
    field.evaluate(composing % "isComposing: true")
    expect(field).to_be_focused()
    field.evaluate(composing % "isComposing: false")
    expect(results(page).first).to_be_focused()


def test_a_name_that_was_probably_meant_takes_the_place_of_a_quoted_one(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto('/search?q=tag:"words on teh screen"')
    page.get_by_role("link", name="words on the screen", exact=True).click()
    expect(page.get_by_role("searchbox")).to_have_value('tag:"words on the screen"')
    expect(results(page).first).to_be_visible()


def test_on_a_touch_screen_the_keyboard_makes_room_for_the_answers(browser: Browser, server: Server) -> None:
    phone = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    email = next(one.email for one in demo.ACCOUNTS if one.role == "viewer")
    phone.request.post("/api/session", data={"email": email, "password": demo.PASSWORD})
    page = phone.new_page()
    opened(page, "/search")
    page.get_by_role("searchbox").tap()
    page.keyboard.type("blackbird")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    expect(page).to_have_url(re.compile("q=blackbird$"))
    expect(results(page).first).to_be_visible()
    phone.close()


def test_back_leads_to_the_quote_one_stood_on(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=phone")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    here = page.locator("[data-result]:focus")
    stood = here.get_attribute("data-result")
    place = page.evaluate("scrollY")
    here.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What was said around it")).to_be_visible()
    expect(results(page)).to_have_count(0)
    page.go_back()
    expect(page.locator(f"[data-result='{stood}']")).to_be_focused()
    until(page, "(place) => Math.abs(scrollY - place) < 2", place)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-result]:focus")).not_to_have_attribute("data-result", stood or "")


def test_more_quotes_are_gone_into_where_they_begin(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search?q=the")
    before = results(page).evaluate_all("(all) => all.map((one) => one.dataset.result)")
    page.get_by_role("button", name="Show more quotes").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]:focus")).to_have_count(1)
    assert page.locator("[data-result]:focus").get_attribute("data-result") not in before


def test_a_whole_page_that_was_pasted_is_searched_by_its_beginning(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    opened(page, "/search")
    page.get_by_role("searchbox").fill("phone " * 1700)
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    expect(page.get_by_role("searchbox")).to_have_value(re.compile("^(phone ){1700}$"))
    page.reload()
    expect(heading(page)).to_have_text(re.compile("^41 quotes"))
    expect(page.get_by_role("alert")).to_have_count(0)


def test_words_run_in_their_own_direction_and_never_out_of_the_page(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.route(ASKED, spoken_otherwise)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        opened(page, "/search?q=phone")
        expect(results(page).first.locator("blockquote")).to_have_css("direction", "rtl")
        expect(results(page).nth(1).locator("blockquote")).to_have_css("direction", "ltr")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert results(page).nth(1).evaluate("(one) => one.scrollWidth <= one.clientWidth")


def test_escape_from_tagging_leads_back_to_the_quote(signed_in: SignedIn) -> None:
    page = signed_in("researcher")
    opened(page, "/search?q=phone")
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="Tag this quote").get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(results(page).first).to_be_focused()


def test_a_session_that_ended_leads_to_the_sign_in_and_back_to_the_search(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if "without sign-in" in message.text else None)
    opened(page, "/search?q=phone")
    page.context.clear_cookies()
    page.get_by_role("searchbox").fill("blackbird")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert told == [], "no page broke on the way"
    page.get_by_label("E-mail").fill(next(one.email for one in demo.ACCOUNTS if one.role == "viewer"))
    page.get_by_label("Password", exact=True).fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=blackbird$"))
    expect(results(page).first).to_be_visible()
