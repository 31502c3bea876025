"""Reception at the door with phones that have no network: two of them, a wrong clock, an old list, an empty battery."""

import json
import time
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.journeys.browser import ARGUMENTS, Visitor
from tests.journeys.gate_scene import ask
from tests.races.server import Database, Server, serve, sqlite_database
from tests.registrations.hard_pictures import HARD, code_picture

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
CASES = Path(__file__).parents[1] / "registrations" / "gate" / "cases.json"


class Phone:
    """A narrow window at the gate, with the words of reception for what they do."""

    def __init__(self, visitor: Visitor) -> None:
        self.window, self.page, self.context = visitor, visitor.page, visitor.page.context

    def arrive(self, session_id: int) -> "Phone":
        """Choose the session, and wait until everything is on the phone."""
        self.window.go(f"/admin/gate/{self.window.language}/")
        self.page.click(f"[data-sessions] [data-session='{session_id}']")
        self.page.wait_for_selector("[data-view=gate]:not([hidden])")
        self.until("navigator.serviceWorker.controller !== null")
        return self

    def lose_network(self) -> None:
        self.context.set_offline(True)

    def find_network(self) -> None:
        self.context.set_offline(False)
        self.page.click("[data-go=menu]")
        self.page.click("[data-view=menu] [data-do=sync]")
        self.page.wait_for_selector(".gate-state[data-state=online]")
        self.page.click("[data-view=menu] [data-go=gate]")

    def show(self, text: str) -> str:
        """Hold a ticket (or say a code) to the phone; return what kind of answer it gives."""
        self.page.click("[data-panel-go=code]")
        self.page.fill("#code", text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("[data-result]:not([hidden])")
        return str(self.page.get_attribute("[data-result]", "data-kind"))

    def title(self) -> str:
        return self.page.inner_text("[data-result-title]")

    def let_in(self, *, fewer: int = 0) -> None:
        for _press in range(fewer):
            self.page.click("[data-result] [data-step='-1']")
        self.page.click("[data-result-go]")
        self.page.wait_for_selector("[data-result]", state="hidden")

    def close(self) -> None:
        self.page.click("[data-result-close]")

    def inside(self) -> int:
        return int(self.page.inner_text("[data-inside]"))

    def waits_for(self, words: str) -> None:
        self.until("words => document.querySelector('[data-state-words]').textContent.includes(words)", words)

    def until(self, question: str, *words: str) -> None:
        """Ask the page until it says yes. Playwright's own waiting builds functions, which the content policy refuses."""
        deadline = time.monotonic() + 30
        while not self.page.evaluate(question, *words):
            assert time.monotonic() < deadline, question
            time.sleep(0.1)

    def banners(self) -> str:
        return self.page.inner_text("[data-banners]")

    def shift_clock(self, minutes: int) -> None:
        """From the next load on the phone's own clock is so many minutes off."""
        self.context.add_init_script(f"{{ const real = Date.now; Date.now = () => real() + {minutes} * 60000; }}")


@dataclass
class Place:
    """A running site where `sessions` take place, and where people are signed in under `keys`."""

    database: Database
    server: Server
    keys: dict[str, list[str]]
    sessions: list[dict[str, Any]]


@pytest.fixture(scope="module")
def place(tmp_path_factory, sqlite_template):
    """A session that begins in ten minutes, one that has been over for five, one of tomorrow, and one more of today."""
    folder = tmp_path_factory.mktemp("gate")
    with sqlite_database(folder, template=sqlite_template) as database:
        scene = ask(database, "stand_ready(10, -95, 24 * 60, 10)")
        with serve(database, folder=folder, workers=1, LETTERS_IN_PROCESS="0") as server:
            yield Place(database, server, **scene)


@pytest.fixture
def phones(chrome, place, tmp_path):
    opened = []

    def open_one(name: str, *, who: str = "rosa", **options) -> Phone:
        visitor = Visitor(chrome, place.server.url, shots=tmp_path, name=name, width=360, **options)
        visitor.page.context.add_cookies([{"name": "sessionid", "value": place.keys[who].pop(), "url": place.server.url}])
        opened.append(visitor)
        return Phone(visitor)

    yield open_one
    for one in opened:
        one.close()


def test_two_phones_without_a_network_meet_again(place, phones):
    scene = place.sessions[0]
    family, group, couple, single = (scene["parties"][kind] for kind in ("family", "group", "couple", "single"))
    one, other = phones("one").arrive(scene["id"]), phones("other", language="en").arrive(scene["id"])
    one.lose_network(), other.lose_network()

    # The first phone: a whole party; the same ticket again; a party in two parts; an undo; somebody without registration.
    assert one.show(family["text"]) == "yes"
    barriers = one.window.barriers()
    one.let_in()
    assert (one.show(family["text"]), one.title()) == ("no", "已经入场")
    one.close()
    one.show(group["code"].lower())
    one.let_in(fewer=2)
    assert one.inside() == 6
    # The battery is empty: the app starts again without a network and has lost nothing.
    one.page.reload()
    one.page.wait_for_selector("[data-view=gate]:not([hidden])")
    one.waits_for("2 条待上传")
    assert one.inside() == 6
    one.show(group["text"])
    assert "5 人中已到 3 人" in one.page.inner_text("[data-result-people]")
    one.let_in()
    one.page.click("[data-toast-undo]")
    one.page.click("[data-panel-go=walk_in]")
    one.page.click("[data-walk-in-go]")
    one.waits_for("5 条待上传")
    assert one.inside() == 7
    barriers += one.window.barriers()

    # The other phone cannot know of that, nor of a cancellation at the desk.
    late = ask(place.database, f"meanwhile({scene['id']}, '{couple['code']}')")
    for ticket in (family, couple, single):
        assert other.show(ticket["text"]) == "yes"
        other.let_in()
    assert other.show(late["text"]) == "look"
    assert "Genuine" in other.title()
    other.let_in()
    altered = family["text"][:60] + ("0" if family["text"][60] != "0" else "1") + family["text"][61:]
    for text, title in (
        (altered, "Not genuine"),
        ("https://example.org/a-leaflet-of-somebody-else", "Not a ticket of ours"),
        ("K7QM3XVD", "Not on the list"),
    ):
        assert other.show(text) == "no"
        assert title in other.title()
        other.close()

    one.find_network(), other.find_network()
    one.waits_for("已联网"), other.waits_for("Connected")
    other.until("!document.querySelector('[data-state-words]').textContent.includes('to send')")
    other.until("document.querySelector('[data-inside]').textContent === '9'")
    assert "2 to settle" in other.banners()

    supervisor = phones("supervisor", who="alice").window
    supervisor.go(f"/admin/gate/desk/{scene['id']}/")
    assert supervisor.page.locator("button[name=counts][value=yes]").count() == 2
    supervisor.press("button[name=counts][value=yes]")
    supervisor.press("button[name=counts][value=no]")
    assert supervisor.page.locator("button[name=counts]").count() == 0
    # The family is counted a second time, or the couple at all: the supervisor saw them.
    assert int(supervisor.page.inner_text(".gate-figures dd >> nth=0")) > 9
    assert not one.window.scrolls_sideways()
    assert barriers == []
    # The browser notes on its console that it has no network; that is what is tried here.
    faults = [fault for fault in one.window.faults + other.window.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert faults == []


def test_a_phone_whose_clock_is_ten_minutes_slow_does_not_open_a_session_that_is_over(place, phones):
    # It has been over for five minutes; for the clock of the phone it goes on for five more.
    scene = place.sessions[1]
    phone = phones("slow")
    phone.shift_clock(-10)
    phone.arrive(scene["id"])
    phone.lose_network()

    for _start in ("at once", "after the battery was empty"):
        assert phone.show(scene["parties"]["single"]["text"]) == "look"
        assert phone.title() == "不在入场时间"
        assert phone.page.is_disabled("[data-result-go]")
        assert "时钟误差 10 分钟" in phone.banners()
        phone.page.reload()
        phone.page.wait_for_selector("[data-view=gate]:not([hidden])")

    phone.show(scene["parties"]["single"]["text"])
    phone.page.click("[data-result-reasons] button")
    phone.let_in()
    assert phone.inside() == 1


def test_a_list_of_yesterday_says_so_and_still_works(place, phones):
    scene = place.sessions[2]
    phone = phones("old").arrive(scene["id"])
    phone.lose_network()
    phone.shift_clock(24 * 60)

    phone.page.reload()
    phone.page.wait_for_selector("[data-view=gate]:not([hidden])")

    assert "24 小时前" in phone.banners()
    assert phone.show(scene["parties"]["couple"]["text"]) == "yes"
    phone.let_in()
    assert phone.inside() == 2


def test_names_are_sealed_on_the_phone_and_noise_after_the_sign_out(place, phones):
    scene = place.sessions[3]
    phone = phones("sealed").arrive(scene["id"])

    kept = phone.page.evaluate(_EVERYTHING_KEPT)
    assert "李" in phone.page.evaluate("async () => JSON.stringify(await (await import('/admin/gate/files/0/store.js')).readList())")
    assert len(kept) > 500
    for secret in ("李", "王", scene["parties"]["family"]["code"], "parties"):
        assert secret not in kept
    assert phone.page.evaluate(_KEYS) == ["list"]

    phone.page.click("[data-go=menu]")
    phone.page.click("[data-do=leave]")
    phone.page.wait_for_selector("[data-view=signed-out]:not([hidden])")

    assert phone.page.evaluate(_KEYS) == []
    assert phone.page.evaluate("async () => (await import('/admin/gate/files/0/store.js')).readPlain('list')") is None
    assert "/admin/login/" in phone.page.goto(phone.window.url + "/admin/").url


def test_the_phone_judges_every_situation_as_the_server_does(phones):
    phone = phones("judge")
    phone.window.go("/admin/gate/zh-hans/")
    cases = json.loads(CASES.read_text())["cases"]

    found = phone.page.evaluate(_JUDGE, cases)

    assert found == [case["trouble"] for case in cases]
    assert len(found) > 15


def test_the_reader_of_phones_without_one_reads_hard_pictures(place, phones):
    phone = phones("reader")
    phone.window.go("/admin/gate/zh-hans/")
    text = place.sessions[3]["parties"]["single"]["text"]
    pictures = [make(text).convert("L") for make in HARD.values()]

    found = phone.page.evaluate(_READ, [[one.width, one.height, b64encode(one.tobytes()).decode()] for one in pictures])

    assert found == [text] * 3


def test_a_camera_sees_a_ticket(place, chrome, chromium, tmp_path):
    """The whole way from the lens, in a browser that has no reader of its own and under the strict policy."""
    text = place.sessions[3]["parties"]["couple"]["text"]
    film(code_picture(text, module=8), tmp_path / "camera.y4m")
    camera = [f"--use-file-for-fake-video-capture={tmp_path / 'camera.y4m'}", *CAMERA]
    browser = chrome.browser_type.launch(executable_path=chromium, args=[*ARGUMENTS, *camera])
    window = Visitor(browser, place.server.url, shots=tmp_path, name="camera", width=360)
    window.page.context.add_cookies([{"name": "sessionid", "value": place.keys["rosa"].pop(), "url": place.server.url}])
    phone = Phone(window).arrive(place.sessions[3]["id"])
    phone.page.wait_for_selector("[data-result]:not([hidden])")

    assert (phone.title(), phone.page.inner_text("[data-result-name]")) == ("请进", "张**")
    assert window.faults == []
    browser.close()


CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def film(picture: Image.Image, path: Path) -> None:
    """Two still frames of 640 by 480 as a camera gives them (YUV 4:2:0, uncompressed)."""
    frame = Image.new("L", (640, 480), 200)
    frame.paste(picture, ((640 - picture.width) // 2, (480 - picture.height) // 2))
    colours = b"\x80" * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + frame.tobytes() + colours) * 2)


# What worker.js makes of pictures in shades of grey.
_READ = """async (pictures) => {
  const worker = new Worker("/admin/gate/files/0/worker.js");
  const found = [];
  for (const [width, height, text] of pictures) {
    const grey = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const pixels = new Uint8ClampedArray(grey.length * 4).map((_, at) => (at % 4 === 3 ? 255 : grey[at >> 2]));
    found.push(await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ pixels: pixels.buffer, width, height });
    }));
  }
  return found;
}"""

# All bytes of IndexedDB and of the caches, as text in which a name would show.
_EVERYTHING_KEPT = """async () => {
  const asked = indexedDB.open("openday-gate");
  const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const stores = [...database.objectStoreNames];
  const rows = await Promise.all(stores.map((name) => new Promise((resolve) => {
    const all = database.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => resolve(all.result);
  })));
  database.close();
  const text = (value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value)
    : value instanceof Uint8Array ? "" : value && value.constructor === Object ? Object.values(value).map(text).join() : String(value);
  return rows.flat().map(text).join() + JSON.stringify({ ...localStorage, ...sessionStorage });
}"""

_KEYS = """async () => {
  const asked = indexedDB.open("openday-gate");
  const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const keys = database.transaction("keys").objectStore("keys").getAllKeys();
  return new Promise((resolve) => { keys.onsuccess = () => { database.close(); resolve(keys.result); }; });
}"""

_JUDGE = """async (cases) => {
  const { troubleWith } = await import("/admin/gate/files/0/rules.js");
  const minute = 60000;
  return cases.map((one) => troubleWith(
    one.party ?? undefined,
    { is_open: one.session_is_open ?? true, opens_at: -60 * minute, ends_at: 90 * minute },
    one.people, one.minute * minute, one.reason ?? "",
  ));
}"""
