package dev.holdfast.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, over a real host's samples that {@code holdfast serve} answers from. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("NullAway.Init") // set before all
class PageIT {
    @TempDir
    private static Path dir;

    private static RecordedHost host;
    private static Holdfast serve;
    private static Browser browser;
    private static PageCheck check;

    @BeforeAll
    static void begin() throws Exception {
        host = RecordedHost.in(dir);
        serve = Holdfast.start(
                dir.resolve("serve.log"),
                List.of(),
                "serve",
                "--data",
                host.data().toString(),
                "--listen",
                "127.0.0.1:0");
        browser = new Browser(dir.resolve("browser"));
        check = new PageCheck(browser);
    }

    @AfterAll
    static void end() throws Exception {
        try (Holdfast first = serve;
                Browser second = browser) {
            // closed
        }
    }

    @BeforeEach
    void anEmptyPage() throws Exception {
        browser.open("about:blank");
        browser.resize(1440, 900);
        browser.prefer("light");
        browser.console();
    }

    private static void overview() throws IOException, InterruptedException {
        browser.open(serve.url() + "#overview?" + host.range());
        check.awaitOverview();
    }

    private static void query(String expr, String more) throws IOException, InterruptedException {
        browser.open(serve.url() + "#query?expr=" + URLEncoder.encode(expr, StandardCharsets.UTF_8) + "&" + host.range()
                + more);
    }

    /** In both themes, on a telephone and on a wall nothing is blank, nothing hangs over, and everything can be read. */
    @Test
    void theOverviewIsWholeAtEverySize() throws Exception {
        for (int width : new int[] {360, 1440, 2560}) {
            browser.resize(width, 900);
            for (String theme : width == 2560 ? List.of("dark") : List.of("light", "dark")) {
                browser.prefer(theme);
                overview();
                Picture picture = browser.picture();
                picture.save("overview-" + width + "-" + theme);
                assertEquals(List.of(), check.faults(picture), theme + " at " + width);
                assertEquals(width, picture.width());
                assertEquals(theme.equals("dark"), picture.brightness() < 60, theme + " is " + picture.brightness());
            }
        }
        String text = browser.text("document.body.innerText");
        assertEquals("vm", browser.text("document.getElementById('host').textContent"));
        assertTrue(text.contains("no agent runs") && text.contains("imported"), text);
        assertTrue(
                browser.text("document.querySelector('.tile').textContent")
                        .matches("CPU.*[0-9.]+%user [0-9.]+ % · system .*"),
                text);
        assertTrue(text.contains("of 23.5 GiB") && text.contains("/mnt/e"), text);
    }

    /** The hole is empty in the chart, and there is something on both sides of it. */
    @Test
    void aGapIsDrawnAsAGap() throws Exception {
        overview();
        Picture picture = browser.picture();
        int blue = Integer.parseInt(
                browser.text("getComputedStyle(document.documentElement).getPropertyValue('--c1')")
                        .strip()
                        .substring(1),
                16);
        assertEquals(
                0,
                cpu(picture, host.holeFromMs() + 20_000, host.holeToMs() - 20_000)
                        .share(blue, 60));
        assertTrue(cpu(picture, host.holeFromMs() - 150_000, host.holeFromMs() - 30_000)
                        .share(blue, 60)
                > 0.2);
        assertTrue(cpu(picture, host.holeToMs() + 30_000, host.holeToMs() + 150_000)
                        .share(blue, 60)
                > 0.2);
    }

    @Test
    void draggingZoomsAndThereIsAWayBack() throws Exception {
        overview();
        int left = (int) box("left");
        int top = (int) box("top");
        browser.drag(left + 100, top + 40, left + 200, top + 60);
        browser.await("location.hash", hash -> !hash.contains(host.range()) && hash.contains("from="));
        double shownMs = Double.parseDouble(
                browser.text(
                        "new URLSearchParams(location.hash.split('?')[1]).get('to') - new URLSearchParams(location.hash.split('?')[1]).get('from')"));
        double wholeMs = host.toMs() - host.fromMs() - 30_000;
        assertEquals(100 / box("width"), shownMs / wholeMs, 0.01);
        check.awaitOverview();
        browser.keys("b");
        browser.await("location.hash", hash -> hash.contains(host.range()));
        browser.keys("-");
        browser.await("location.hash", hash -> !hash.contains(host.range()));
        browser.keys("n");
        browser.await("location.hash", hash -> hash.contains("range="));
    }

    private static Picture cpu(Picture picture, long fromMs, long toMs) throws IOException, InterruptedException {
        double left = box("left");
        double width = box("width");
        double shownMs = host.toMs() - (host.fromMs() + 30_000);
        double from = left + width * (fromMs - host.fromMs() - 30_000) / shownMs;
        double to = left + width * (toMs - host.fromMs() - 30_000) / shownMs;
        return picture.part((int) from, (int) box("top"), (int) (to - from), (int) box("height"));
    }

    private static double box(String side) throws IOException, InterruptedException {
        return Double.parseDouble(
                browser.text("document.querySelector('#panel-cpu .u-over').getBoundingClientRect()." + side));
    }

    @Test
    void aQueryIsWrittenCompletedAndRunByKeyboardAlone() throws Exception {
        overview();
        browser.keys("/");
        browser.await("document.activeElement.id", "expr"::equals);
        browser.keys("sum by (mo");
        browser.await("document.querySelectorAll('#suggestions li').length", text -> !text.equals("0"));
        browser.keys(Browser.ENTER, ") (rate(node_cpu_sec");
        browser.await(
                "document.querySelector('#suggestions:not([hidden]) li')?.textContent || ''",
                text -> text.contains("node_cpu_seconds_total"));
        browser.keys(Browser.TAB, "{mode=\"");
        browser.await(
                "document.querySelector('#suggestions:not([hidden])')?.textContent || ''",
                text -> text.contains("iowait"));
        browser.keys(Browser.ESCAPE, "user\"}[1m]))", Browser.ESCAPE, "/");
        browser.await("document.activeElement.id", "expr"::equals);
        browser.keys(Browser.ENTER);
        browser.await(
                "document.querySelector('.series-table')?.innerText || ''", text -> text.contains("mode=\"user\""));
        assertEquals(
                "sum by (mode) (rate(node_cpu_seconds_total{mode=\"user\"}[1m]))",
                browser.text("document.getElementById('expr').value"));
        assertTrue(browser.text("location.hash").contains("expr=sum+by"), browser.text("location.hash"));
        Picture picture = browser.picture();
        picture.save("query");
        assertEquals(List.of(), check.faults(picture));

        // Arrow keys read the chart.
        browser.run("document.querySelector('#query .canvas').focus()");
        browser.keys(Browser.LEFT, Browser.LEFT);
        String said = browser.text("document.activeElement.getAttribute('aria-label')");
        assertTrue(said.matches("20\\d\\d-.*: \\{.*mode=\"user\"} [0-9.]+ .*"), said);
    }

    @Test
    void anErrorSaysAndMarksItsPlace() throws Exception {
        query("sum(rate(node_load1[5m])", "");
        String text = browser.await("document.getElementById('query-error').textContent", words -> !words.isEmpty());
        assertTrue(
                text.startsWith("The expression cannot be read. 1:")
                        && text.contains("parenthesis")
                        && text.contains("^"),
                text);
        assertEquals("true", browser.text("document.getElementById('expr').getAttribute('aria-invalid')"));
        assertEquals("1", browser.text("document.querySelectorAll('.copy .wrong').length"));
        query("sum(rate(node_load1[)", "");
        browser.await("document.getElementById('query-error').textContent", words -> words.contains("unexpected"));
        assertEquals(")", browser.text("document.querySelector('.copy .wrong').textContent"));
    }

    @Test
    void thereIsAWordForEveryKindOfAnswer() throws Exception {
        query("nothing_of_that_name", "");
        browser.await(
                "document.querySelector('.nothing')?.textContent || ''", text -> text.contains("No series match"));
        query("node_load1", "&mode=instant");
        browser.await(
                "document.querySelector('.instant')?.innerText || ''",
                text -> text.contains("node_load1{instance=\"h1\", job=\"node\"}"));
        query("node_load1[5s]", "&mode=instant");
        browser.await(
                "document.querySelector('.samples')?.innerText || ''",
                text -> text.matches("(?s)[0-9.]+ @ \\d\\d:\\d\\d:\\d\\d\n.*"));
        query("42", "&mode=instant");
        browser.await("document.querySelector('.single-value')?.textContent || ''", "42 scalar"::equals);
        query("\"words\"", "&mode=instant");
        browser.await("document.querySelector('.single-value')?.textContent || ''", "\"words\" string"::equals);
        query("{__name__=~\"node_.+\"}", "");
        browser.await(
                "document.querySelector('.answer .quiet:not([hidden])')?.textContent || ''",
                text -> text.startsWith("Drawn are the 60 series"));
        query("rate(node_load1[1m])", "");
        browser.await(
                "document.querySelector('.remarks:not([hidden])')?.textContent || ''",
                text -> text.contains("might not be a counter"));
        browser.keys("?");
        browser.await("document.getElementById('help').open", "true"::equals);
        assertEquals(List.of(), check.faults(browser.picture()));
        browser.keys(Browser.ESCAPE);
        browser.await("document.getElementById('help').open", "false"::equals);
    }

    /** What the page does by itself, asked of its modules. */
    @Test
    void itsModulesAreRight() throws Exception {
        browser.open(serve.url());
        assertEquals("1h30m", module("times", "duration(5400000)"));
        assertEquals("5400000", module("times", "parseDuration('1h30m')"));
        assertEquals("null", module("times", "parseDuration('5 apples')"));
        assertEquals(
                "{\"disk.io\", a=\"1\"} up{\"b.c\"=\"2\"} up {}",
                module(
                        "labels",
                        "[{ __name__: 'disk.io', a: '1' }, { __name__: 'up', 'b.c': '2' }, { __name__: 'up' }, {}].map((metric) => m.seriesText(metric)).join(' ')"));
        assertEquals(
                "1.5 KiB|-2 M|12.3 %|<0.01 %|NaN",
                module(
                        "units",
                        "[[1536, 'bytes'], [-2e6, 'number'], [0.123, 'ratio'], [0.00001, 'ratio'], [NaN, 'number']].map(([v, u]) => m.format(v, u)).join('|')"));
        assertEquals("199.98 %|200 %|200.02 %", module("units", "formatAll([1.9998, 2, 2.0002], 'ratio').join('|')"));
        assertEquals(
                "a,time,value\n\"x,\"\"y\",1970-01-01T00:00:01Z,2\n",
                module("csv", "csvOf('vector', [{ metric: { a: 'x,\"y' }, value: [1, '2'] }])"));
        assertEquals(
                "3 2 2",
                module(
                        "problem",
                        "(() => { const p = m.problemOf('invalid parameter \"query\": 2:2: parse error: x', 'a\\nbc'); return `${p.index} ${p.line} ${p.column}`; })()"));
        assertEquals(
                "label node_x|value mode|grouping node_x|duration|none|name",
                module(
                        "context",
                        "['node_x{mo', 'node_x{mode=\"id', 'sum(node_x) by (m', 'node_x[5', '\"abc', 'sum(no'].map((t) => { const c = m.contextAt(t, t.length); return `${c.kind} ${c.kind === 'value' ? c.label : c.metric || ''}`.trim(); }).join('|')"));
        assertEquals(
                "1,null,3|2",
                module(
                        "grid",
                        "(() => { const g = new m.Grid(0, 20000, 10000); g.take([{ metric: {}, values: [[0, '1'], [20, '3']] }], 20000); g.moveTo(20000); return `${String(g.of(undefined)[0].values.map(String))}|${m.latest([1, 2, null])}`; })()"));
    }

    private static String module(String name, String expression) throws IOException, InterruptedException {
        String call = expression.startsWith("(") || expression.startsWith("[") ? expression : "m." + expression;
        return String.valueOf(browser.run("return import('/" + name + ".js').then((m) => String(" + call + "))"));
    }

    @Test
    void aServerThatIsGoneIsSaid() throws Exception {
        Path log = dir.resolve("gone.log");
        try (Holdfast gone =
                Holdfast.start(log, List.of(), "serve", "--data", host.data().toString(), "--listen", "127.0.0.1:0")) {
            browser.open(gone.url() + "#overview?" + host.range());
            check.awaitOverview();
        }
        browser.keys("d");
        String text = browser.await("document.getElementById('banner').textContent", words -> !words.isEmpty());
        assertTrue(text.startsWith("The agent does not answer since ") && text.contains("Next try in "), text);
        browser.console();
    }

    /** What the audit looks for is found when it is planted. */
    @Test
    void plantedFaultsAreFound() throws Exception {
        overview();
        assertEquals(List.of(), check.faults(browser.picture()));
        browser.run("""
                document.body.insertAdjacentHTML('beforeend', '<button></button><p id="main" class="pale">pale</p><p class="wide">w</p>');
                document.querySelector('.pale').style.color = document.documentElement.dataset.theme === 'dark' ? '#444' : '#bbb';
                document.querySelector('.wide').style.width = '3000px';
                console.error('planted');
                fetch('http://127.0.0.2:9/').catch(() => {});""");
        String faults = check.faults(browser.picture()).toString();
        for (String fault : List.of(
                "no name: <button",
                "contrast ",
                "twice: id main",
                "wider than the window",
                "planted",
                "Content Security Policy")) {
            assertTrue(faults.contains(fault), fault + " is not in " + faults);
        }
    }

    /** A page with a script that fails must not pass what the others pass. */
    @Test
    void aBrokenPageIsFound() throws Exception {
        Path broken = dir.resolve("broken");
        Path page = broken.resolve("dev/holdfast/agent/page");
        Files.createDirectories(page);
        Files.writeString(
                page.resolve("chart.js"),
                "export class Chart { constructor() { this.element = document.createElement('i'); throw new Error('broken'); } }\n");
        try (Holdfast other = Holdfast.start(
                dir.resolve("broken.log"),
                List.of(broken),
                "serve",
                "--data",
                host.data().toString(),
                "--listen",
                "127.0.0.1:0")) {
            browser.open(other.url() + "#overview?" + host.range());
            Thread.sleep(500);
            List<String> faults = check.faults(browser.picture());
            assertTrue(faults.stream().anyMatch(fault -> fault.contains("broken")), faults.toString());
            assertTrue(faults.contains("no picture at all"), faults.toString());
        }
        // And one whose charts stay empty: the console is silent, the picture is not.
        Files.writeString(page.resolve("chart.js"), """
                export class Chart {
                    constructor(options) {
                        Object.assign(this, { options, times: [], hidden: new Set(), element: document.createElement('div') });
                        this.element.innerHTML = '<div class="stage"><div class="canvas"></div></div>';
                    }
                    show(times) { this.times = times; }
                    adjust() {}
                }
                """);
        try (Holdfast other = Holdfast.start(
                dir.resolve("blank.log"),
                List.of(broken),
                "serve",
                "--data",
                host.data().toString(),
                "--listen",
                "127.0.0.1:0")) {
            browser.open(other.url() + "#overview?" + host.range());
            browser.await(
                    "document.querySelector('.tile .value')?.textContent || ''", text -> text.matches("[0-9<].*"));
            List<String> faults = check.faults(browser.picture());
            assertTrue(faults.stream().anyMatch(fault -> fault.startsWith("blank: ")), faults.toString());
            assertFalse(faults.stream().anyMatch(fault -> fault.startsWith("console: ")), faults.toString());
        }
    }
}
