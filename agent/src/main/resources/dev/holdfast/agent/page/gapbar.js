// A bar over time of what became of it. Hovering, or the arrow keys, give the words.

import { el, setText, svg } from './dom.js';
import { CAUSES, ORDER } from './states.js';
import { dayAndClock, roughly } from './times.js';
import { zoom } from './range.js';

const WIDTH = 1000;
// What is shorter than this many thousandths of the bar is drawn that wide: a second that was lost must be seen.
const LEAST = { missed: 2, refused: 2, evicted: 2, parked: 2, pending: 1.5 };

/** Shows intervals {fromMs, toMs, state, reason, status} over a range. */
export class GapBar {
    /** @param name of the host or upstream; words: the table of states with their words */
    constructor(name, words) {
        this.name = name;
        this.words = words;
        this.intervals = [];
        this.at = -1;
        this.picture = svg('svg', { class: 'bar-picture', viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
        this.pointer = el('span', { class: 'bar-pointer', hidden: true, 'aria-hidden': 'true' });
        this.track = el('div', { class: 'bar-track', tabindex: '0', role: 'img', 'aria-label': name }, this.picture, this.pointer);
        this.summary = el('span', { class: 'bar-summary' });
        this.words_ = el('span', { class: 'bar-words', 'aria-live': 'polite' });
        this.element = el('div', { class: 'bar' },
            el('div', { class: 'bar-name', title: name }, name),
            el('div', { class: 'bar-body' }, this.track, el('div', { class: 'bar-text' }, this.summary, this.words_)));
        this.track.addEventListener('pointermove', (event) => this.hover(event));
        this.track.addEventListener('pointerleave', () => this.point(-1));
        this.track.addEventListener('blur', () => this.point(-1));
        this.track.addEventListener('focus', () => this.track.matches(':focus-visible') && this.point(this.worst()));
        this.track.addEventListener('keydown', (event) => this.key(event));
        this.track.addEventListener('dblclick', () => this.zoomIn());
    }

    show(fromMs, toMs, intervals, lengthMs) {
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.intervals = intervals.filter((one) => one.toMs > fromMs && one.fromMs < toMs);
        const x = (ms) => ((ms - fromMs) / (toMs - fromMs)) * WIDTH;
        const drawn = [...this.intervals].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
        this.picture.replaceChildren(...joined(drawn, (toMs - fromMs) / WIDTH).map((one) => {
            const left = Math.max(0, x(one.fromMs));
            const width = Math.max(LEAST[one.state] || 0.4, Math.min(WIDTH, x(one.toMs)) - left);
            return svg('rect', { x: Math.min(left, WIDTH - width).toFixed(2), y: 0, width: width.toFixed(2), height: 10, class: `s-${one.state}` });
        }));
        const totals = ORDER.filter((state) => lengthMs?.[state] > 0 && state !== 'nothing').reverse();
        this.summary.replaceChildren(...totals.map((state) =>
            el('span', {}, el('i', { class: `key s-${state}`, 'aria-hidden': 'true' }), `${this.words[state]?.[0] || state} ${roughly(lengthMs[state])}`)));
        this.track.setAttribute('aria-label', `${this.name}: ${totals.map((state) => `${this.words[state]?.[0] || state} ${roughly(lengthMs[state])}`).join(', ') || 'nothing'}. Arrow keys go through the stretches.`);
        this.point(-1);
    }

    /** What is said of one interval. */
    wordsOf(one) {
        const [name, meaning] = this.words[one.state] || [one.state, ''];
        const cause = one.reason ? CAUSES[one.reason] || one.reason : meaning;
        const status = one.status ? `, status ${one.status}` : '';
        return `${dayAndClock(one.fromMs)} – ${dayAndClock(one.toMs)}, ${roughly(one.toMs - one.fromMs)}: ${name}${status}, ${cause}`;
    }

    hover(event) {
        const box = this.track.getBoundingClientRect();
        const reachMs = (2.5 / box.width) * (this.toMs - this.fromMs);
        const ms = this.fromMs + ((event.clientX - box.left) / box.width) * (this.toMs - this.fromMs);
        // Of what is near the pointer, that which must not be overlooked, as in the picture.
        let best = -1;
        this.intervals.forEach((one, i) => {
            const near = one.fromMs - reachMs <= ms && ms < one.toMs + reachMs;
            if (near && (best < 0 || ORDER.indexOf(one.state) > ORDER.indexOf(this.intervals[best].state))) {
                best = i;
            }
        });
        this.point(best);
    }

    /** The first stretch that somebody would want to know of. */
    worst() {
        let worst = 0;
        this.intervals.forEach((one, i) => {
            if (ORDER.indexOf(one.state) > ORDER.indexOf(this.intervals[worst].state)) {
                worst = i;
            }
        });
        return this.intervals.length > 0 ? worst : -1;
    }

    key(event) {
        const last = this.intervals.length - 1;
        const next = { ArrowLeft: Math.max(0, this.at - 1), ArrowRight: Math.min(last, this.at + 1), Home: 0, End: last, Escape: -1 }[event.key];
        if (event.key === 'Enter') {
            this.zoomIn();
        } else if (next !== undefined) {
            event.preventDefault();
            this.point(Math.min(next, last));
        }
    }

    zoomIn() {
        const one = this.intervals[this.at];
        if (one) {
            const roomMs = Math.max(30000, (one.toMs - one.fromMs) / 4);
            zoom(one.fromMs - roomMs, one.toMs + roomMs);
        }
    }

    point(index) {
        this.at = index;
        const one = this.intervals[index];
        this.pointer.hidden = !one;
        this.element.classList.toggle('pointed', Boolean(one));
        setText(this.words_, one ? this.wordsOf(one) : '');
        if (one) {
            const share = (ms) => Math.min(1, Math.max(0, (ms - this.fromMs) / (this.toMs - this.fromMs)));
            this.pointer.style.left = `${share(one.fromMs) * 100}%`;
            this.pointer.style.width = `${(share(one.toMs) - share(one.fromMs)) * 100}%`;
        }
    }
}

/** Neighbours of one state that no eye could tell apart become one rectangle: a bar has at most some thousands. */
function joined(intervals, resolutionMs) {
    const result = [];
    for (const one of intervals) {
        const last = result[result.length - 1];
        if (last && last.state === one.state && one.fromMs - last.toMs < resolutionMs && one.fromMs >= last.fromMs) {
            last.toMs = Math.max(last.toMs, one.toMs);
        } else {
            result.push({ fromMs: one.fromMs, toMs: one.toMs, state: one.state });
        }
    }
    return result;
}
