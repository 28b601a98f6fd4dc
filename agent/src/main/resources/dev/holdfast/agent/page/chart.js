// A chart over time: uPlot with this page's colours, a legend of buttons, gaps that are drawn as gaps, zoom by dragging.

import { el, setText } from './dom.js';
import { colour, onTheme } from './theme.js';
import { dayAndClock, zoned, zoneName } from './times.js';
import { format, formatAll, increments } from './units.js';
import { zoom } from './range.js';

const FONT = '11px system-ui, "DejaVu Sans", sans-serif';

// One cursor for all charts of a view.
const together = () => uPlot.sync('holdfast');

/** Shows lines of {label, values, colour, dash, faint, down} under a row of buttons that name and toggle them. */
export class Chart {
    /**
     * @param options title, unit, stacked, least, most, leastSpan, empty (what to say when there are no lines),
     *     height ("fixed" by style), legend (false: somebody else shows one), onCursor
     */
    constructor(options) {
        this.options = options;
        this.hidden = new Set();
        this.lines = [];
        this.times = [];
        this.holes = [];
        this.plot = null;
        this.shape = '';
        this.canvas = el('div', { class: 'canvas', tabindex: '0', role: 'img', 'aria-label': options.title });
        this.legend = el('ul', { class: 'legend', 'aria-label': `Series of ${options.title}` });
        this.empty = el('p', { class: 'empty', hidden: true });
        this.element = el('div', { class: 'chart' }, options.legend === false ? null : this.legend, el('div', { class: 'stage' }, this.canvas, this.empty));
        this.canvas.addEventListener('keydown', (event) => this.key(event));
        this.canvas.addEventListener('blur', () => this.point(null));
        this.watch = new ResizeObserver(() => this.resize());
        this.watch.observe(this.canvas);
        onTheme(() => this.rebuild());
        document.addEventListener('holdfast:zone', () => this.rebuild());
    }

    /** Shows other data. Holes are stretches {fromMs, toMs} in which nothing was collected. */
    show(times, lines, holes = []) {
        this.times = times;
        this.lines = lines;
        this.holes = holes;
        this.empty.hidden = lines.length > 0;
        setText(this.empty, lines.length > 0 ? '' : this.options.empty || 'No samples in this range.');
        const shape = JSON.stringify([lines.map((line) => [line.label, line.colour]), this.options.unit, this.options.stacked]);
        if (shape !== this.shape) {
            this.shape = shape;
            this.makeLegend();
            this.rebuild();
        } else if (this.plot) {
            this.plot.setData(this.data());
        } else {
            this.rebuild();
        }
        this.describe();
        this.showValues(this.plot?.cursor.idx ?? null);
    }

    /** Changes what is drawn how; the data stay. */
    adjust(options) {
        Object.assign(this.options, options);
        this.rebuild();
        this.showValues(null);
    }

    visible() {
        return this.lines.filter((line) => !this.hidden.has(line.label));
    }

    data() {
        const visible = this.visible();
        if (!this.options.stacked) {
            return [this.times, ...visible.map((line) => (line.down ? line.values.map((value) => (value === null ? null : -value)) : line.values))];
        }
        const sums = new Array(this.times.length).fill(0);
        return [this.times, ...visible.map((line) => line.values.map((value, i) => (value === null ? null : (sums[i] += value))))];
    }

    rebuild() {
        this.plot?.destroy();
        this.plot = null;
        const width = this.canvas.clientWidth;
        const height = this.canvas.clientHeight;
        if (width < 40 || height < 40 || this.times.length === 0 || this.lines.length === 0) {
            return;
        }
        this.plot = new uPlot(this.settings(width, height), this.data(), this.canvas);
        this.plot.root.setAttribute('aria-hidden', 'true');
    }

    settings(width, height) {
        const { unit, stacked } = this.options;
        const visible = this.visible();
        const axis = { stroke: colour('axis'), font: FONT, grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false } };
        return {
            width,
            height,
            padding: [8, 10, 0, 0],
            tzDate: zoned,
            legend: { show: false },
            cursor: {
                sync: { key: together().key, setSeries: false },
                drag: { x: true, y: false, setScale: false },
                points: { size: 6, width: 1.5 },
                y: false,
            },
            scales: { x: { time: true, range: (plot, least, most) => [least, Math.max(most, least + 1)] }, y: { range: (plot, least, most) => this.bounds(least, most) } },
            series: [{}, ...visible.map((line) => this.serie(line))],
            bands: stacked ? visible.slice(1).map((unused, i) => ({ series: [i + 2, i + 1] })) : [],
            axes: [
                { ...axis, space: 70, size: 26, values: timeMarks },
                { ...axis, size: 62, space: 28, incrs: increments(unit), values: (plot, marks) => this.marks(marks) },
            ],
            hooks: {
                drawClear: [(plot) => this.drawHoles(plot)],
                setCursor: [(plot) => this.showValues(plot.cursor.idx)],
                setSelect: [(plot) => this.selected(plot)],
            },
        };
    }

    serie(line) {
        const stroke = colour(line.colour);
        const opacity = this.options.stacked ? (line.faint ? '26' : 'b8') : this.lines.length <= 3 && !line.down ? '1f' : '00';
        return {
            label: line.label,
            stroke,
            width: this.options.stacked ? 0 : 1.5,
            fill: `${stroke}${opacity}`,
            dash: line.dash,
            // A point that stands alone between gaps has no line; it is shown as a point.
            points: { show: (plot, index, from, to, gaps) => this.lonely(plot, index), filter: (plot, index, show) => (show ? lonelyPoints(plot.data[index]) : null), size: 4, fill: stroke },
            spanGaps: false,
        };
    }

    lonely(plot, index) {
        return lonelyPoints(plot.data[index]).length > 0;
    }

    marks(marks) {
        const { unit } = this.options;
        // What is drawn downwards is not less than nothing; both halves have the same texts.
        return this.mirrored() ? marks.map((mark) => format(Math.abs(mark), unit)) : formatAll(marks, unit);
    }

    mirrored() {
        return this.lines.some((line) => line.down);
    }

    bounds(least, most) {
        const { least: floor, most: ceiling, leastSpan = 0 } = this.options;
        if (least === null || most === null) {
            return [floor ?? 0, ceiling ?? 1];
        }
        if (this.mirrored()) {
            return [Math.min(least * 1.1, -leastSpan), Math.max(most * 1.1, leastSpan)];
        }
        const low = floor ?? least;
        const high = ceiling ?? Math.max(most, low + leastSpan);
        if (high === low) {
            return floor === undefined ? [low - 1 - Math.abs(low) * 0.1, high + 1 + Math.abs(high) * 0.1] : [low, high + 1];
        }
        const room = (high - low) * 0.06;
        return [floor === undefined ? low - room : low, ceiling === undefined ? high + room : high];
    }

    /** Hatches what was not collected, so that a gap cannot be taken for a quiet time. */
    drawHoles(plot) {
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.strokeStyle = colour('hatch');
        ctx.globalAlpha = 0.45;
        ctx.lineWidth = devicePixelRatio;
        for (const { fromMs, toMs } of this.holes) {
            const left = Math.max(bbox.left, plot.valToPos(fromMs / 1000, 'x', true));
            const right = Math.min(bbox.left + bbox.width, plot.valToPos(toMs / 1000, 'x', true));
            if (right - left < 1) {
                continue;
            }
            ctx.save();
            ctx.beginPath();
            ctx.rect(left, bbox.top, right - left, bbox.height);
            ctx.clip();
            ctx.beginPath();
            for (let x = left - bbox.height; x < right; x += 7 * devicePixelRatio) {
                ctx.moveTo(x, bbox.top + bbox.height);
                ctx.lineTo(x + bbox.height, bbox.top);
            }
            ctx.stroke();
            ctx.restore();
        }
        ctx.restore();
    }

    selected(plot) {
        const { left, width } = plot.select;
        if (width >= 4) {
            const from = plot.posToVal(left, 'x');
            const to = plot.posToVal(left + width, 'x');
            plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
            zoom(from * 1000, to * 1000);
        }
    }

    makeLegend() {
        this.legend.replaceChildren(...this.lines.map((line) => {
            const button = el('button', { type: 'button', 'aria-pressed': String(!this.hidden.has(line.label)), title: 'Show or hide' },
                el('i', { 'aria-hidden': 'true' }), el('span', {}, line.label), el('b', {}));
            button.firstChild.style.background = `var(--${line.colour})`;
            button.addEventListener('click', () => this.toggle(line.label, button));
            return el('li', {}, button);
        }));
    }

    toggle(label, button) {
        this.setHidden(label, !this.hidden.has(label));
        button.setAttribute('aria-pressed', String(!this.hidden.has(label)));
    }

    setHidden(label, hidden) {
        if (hidden) {
            this.hidden.add(label);
        } else {
            this.hidden.delete(label);
        }
        this.rebuild();
    }

    setAllHidden(labels) {
        this.hidden = new Set(labels);
        this.rebuild();
    }

    /** Values at the cursor, or the newest ones. */
    showValues(index) {
        const at = index ?? this.times.length - 1;
        this.options.onCursor?.(index);
        const buttons = this.legend.querySelectorAll('b');
        this.lines.forEach((line, i) => buttons[i] && setText(buttons[i], format(line.values[at] ?? null, this.options.unit)));
    }

    describe() {
        const at = this.times.length - 1;
        const values = this.visible().slice(0, 8).map((line) => `${line.label} ${format(line.values[at] ?? null, this.options.unit)}`);
        this.canvas.setAttribute('aria-label', `${this.options.title}. ${values.join(', ') || 'No samples'}. Arrow keys read values back in time.`);
    }

    /** Arrow keys move the cursor, and what is under it is said. */
    key(event) {
        const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
        if (event.key === 'Escape') {
            this.point(null);
        } else if (by && this.plot && !event.altKey && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            const last = this.times.length - 1;
            this.point(Math.max(0, Math.min(last, (this.plot.cursor.idx ?? last) + by)));
        }
    }

    point(index) {
        if (!this.plot) {
            return;
        }
        if (index === null) {
            this.plot.setCursor({ left: -10, top: -10 });
            return;
        }
        this.plot.setCursor({ left: this.plot.valToPos(this.times[index], 'x'), top: 10 });
        const values = this.visible().map((line) => `${line.label} ${format(line.values[index], this.options.unit)}`);
        this.canvas.setAttribute('aria-label', `${dayAndClock(this.times[index] * 1000)} ${zoneName()}: ${values.join(', ')}`);
    }

    resize() {
        const { clientWidth: width, clientHeight: height } = this.canvas;
        if (!this.plot) {
            this.rebuild();
        } else if (width >= 40 && (Math.abs(width - this.plot.width) > 0 || height !== this.plot.height)) {
            this.plot.setSize({ width, height });
        }
    }
}

/** Indexes of the points that have no neighbour. */
function lonelyPoints(values) {
    const found = [];
    for (let i = 0; i < values.length; i++) {
        if (values[i] !== null && values[i] !== undefined && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null) {
            found.push(i);
        }
    }
    return found;
}

/** Marks of the time axis on one line: the clock, and the day where it begins. */
function timeMarks(plot, marks, axis, space, distance) {
    return marks.map((mark) => {
        const [date, time] = dayAndClock(mark * 1000).split(' ');
        if (distance >= 86400 || time === '00:00:00') {
            return distance >= 86400 * 28 ? date.slice(0, 7) : date.slice(5);
        }
        return distance < 60 ? time : time.slice(0, 5);
    });
}
