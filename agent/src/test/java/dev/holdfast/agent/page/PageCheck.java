package dev.holdfast.agent.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks at a page that is open, and says what is wrong with it. */
final class PageCheck {
    /** What is less than this is a frame without a picture in it. */
    private static final double LEAST_INK = 0.01;

    private static final int LEAST_COLOURS = 6;
    private static final double MOST_SHIFT = 0.1;

    private final Browser browser;
    private final String audit;

    PageCheck(Browser browser) throws IOException {
        this.browser = browser;
        try (InputStream in = Objects.requireNonNull(PageCheck.class.getResourceAsStream("/page-audit.js"))) {
            audit = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Waits until the overview has its figures. */
    void awaitOverview() throws IOException, InterruptedException {
        browser.await("document.querySelector('.tile .value')?.textContent || ''", text -> text.matches("[0-9<].*"));
        browser.await("document.querySelectorAll('#panel-cpu canvas').length", text -> !text.equals("0"));
    }

    /** Every fault of the page as it is now; none when it is as it should be. Takes what the console has. */
    List<String> faults(Picture picture) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        if (browser.run(audit) instanceof List<?> found) {
            found.forEach(fault -> faults.add(String.valueOf(fault)));
        } else {
            faults.add("the audit gave nothing");
        }
        browser.console().forEach(line -> faults.add("console: " + line));
        if (!browser.text("document.getElementById('banner').hidden").equals("true")) {
            faults.add("banner: " + browser.text("document.getElementById('banner').textContent"));
        }
        double shift = Double.parseDouble(String.valueOf(browser.run("""
                return new Promise((done) => {
                    let sum = 0;
                    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
                        sum += entry.hadRecentInput ? 0 : entry.value;
                    })).observe({ type: 'layout-shift', buffered: true });
                    setTimeout(() => done(sum), 100);
                });""")));
        if (shift > MOST_SHIFT) {
            faults.add("the layout shifts: " + shift);
        }
        blanks(picture, faults);
        return faults;
    }

    /** The stages of charts, and bars, that have no picture. */
    private void blanks(Picture picture, List<String> faults) throws IOException, InterruptedException {
        Object boxes = browser.run("""
                return [...document.querySelectorAll('.stage, .bar-track, .tile')].filter((one) => one.checkVisibility()).map((one) => {
                    const box = one.getBoundingClientRect();
                    const name = one.closest('section')?.getAttribute('aria-label') || '';
                    return { name: `${one.className} ${name} ${one.textContent.slice(0, 30)}`, x: box.left + scrollX, y: box.top + scrollY,
                        width: box.width, height: box.height, chart: one.className === 'stage' && !one.querySelector('.empty:not([hidden])') };
                });""");
        int count = 0;
        for (Object box : (List<?>) Objects.requireNonNull(boxes)) {
            Picture part =
                    picture.part(number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height"));
            boolean chart = Boolean.TRUE.equals(((Map<?, ?>) box).get("chart"));
            if (chart && (part.ink() < LEAST_INK || part.colours() < LEAST_COLOURS)) {
                faults.add("blank: " + ((Map<?, ?>) box).get("name") + ", ink " + part.ink() + ", colours "
                        + part.colours());
            } else if (!chart && part.colours() < 2) {
                faults.add("one colour: " + ((Map<?, ?>) box).get("name"));
            }
            count++;
        }
        if (count == 0) {
            faults.add("no picture at all");
        }
    }

    private static int number(Object box, String name) {
        return (int) Math.round((Double) Objects.requireNonNull(((Map<?, ?>) box).get(name)));
    }
}
