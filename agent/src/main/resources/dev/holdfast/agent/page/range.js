// The choice of the time range: presets, absolute times, there and back again.

import { hostNow } from './api.js';
import { byId, el } from './dom.js';
import { depth, go, isLive, place, span } from './place.js';
import { dayAndClock, duration, fromInput, isUtc, moment, roughly, setUtc, toInput, zoneName } from './times.js';

const PRESETS_MS = [300000, 900000, 3600000, 10800000, 21600000, 43200000, 86400000, 259200000, 604800000, 1209600000, 2592000000, 7776000000];
const SHORTEST_MS = 5000;

let text;
let dot;
let panel;
let back;
let live;

/** Makes the controls; afterwards they follow the place by themselves through "show". */
export function makeRange() {
    dot = el('span', { class: 'live-dot', 'aria-hidden': 'true' });
    text = el('span', {});
    const open = el('button', { type: 'button', class: 'range-text', id: 'range-open', popovertarget: 'range-panel', 'aria-keyshortcuts': 't' }, dot, text);
    back = button('Back', 'Back to the range before', 'b', () => history.back());
    live = button('Now', 'Follow the present', 'n', goLive);
    byId('range').append(
        button('‹', 'Earlier by half a range', '[', () => shift(-0.5)),
        open,
        button('›', 'Later by half a range', ']', () => shift(0.5)),
        button('−', 'Twice the time', '-', () => scale(2)),
        button('+', 'Half the time', '+', () => scale(0.5)),
        back,
        live,
    );
    panel = el('div', { popover: 'auto', id: 'range-panel', class: 'range-panel', role: 'dialog', 'aria-label': 'Choose a time range' });
    panel.addEventListener('toggle', (event) => event.newState === 'open' && openPanel(open));
    document.body.append(panel);
}

function button(sign, name, key, action) {
    return el('button', { type: 'button', 'aria-label': name, title: `${name}  (${key})`, 'aria-keyshortcuts': key, onclick: action }, sign);
}

/** Shows the range of the place; stopped says that nothing new comes. */
export function showRange(stopped = false) {
    const { fromMs, toMs } = span(hostNow());
    const { lengthMs } = place.range;
    dot.classList.toggle('off', !isLive() || stopped);
    text.textContent = lengthMs ? `Last ${roughly(lengthMs)}` : `${moment(fromMs)} – ${moment(toMs)}`;
    text.parentElement.title = `${dayAndClock(fromMs)} to ${dayAndClock(toMs)} (${zoneName()})`;
    back.disabled = depth() === 0;
    live.disabled = isLive();
}

/** Chooses a stretch: what dragging over a chart does. */
export function zoom(fromMs, toMs) {
    const missing = Math.max(0, SHORTEST_MS - (toMs - fromMs)) / 2;
    go({ range: { fromMs: Math.floor(fromMs - missing), toMs: Math.ceil(toMs + missing) } });
}

export function shift(share) {
    const { fromMs, toMs } = span(hostNow());
    const byMs = (toMs - fromMs) * share;
    if (toMs + byMs >= hostNow()) {
        go({ range: { lengthMs: toMs - fromMs } });
    } else {
        zoom(fromMs + byMs, toMs + byMs);
    }
}

/** A longer or shorter range: around the middle, or up to now while it follows the present. */
export function scale(factor) {
    const { fromMs, toMs } = span(hostNow());
    const lengthMs = Math.max(SHORTEST_MS, (toMs - fromMs) * factor);
    if (isLive()) {
        go({ range: { lengthMs: Math.round(lengthMs / 1000) * 1000 } });
    } else {
        const middle = (fromMs + toMs) / 2;
        zoom(middle - lengthMs / 2, Math.min(hostNow(), middle + lengthMs / 2));
    }
}

export function goLive() {
    if (!isLive()) {
        const { fromMs, toMs } = place.range;
        const wished = toMs - fromMs;
        go({ range: { lengthMs: PRESETS_MS.find((preset) => preset >= wished) || wished } });
    }
}

export const openRange = () => panel.showPopover();

function openPanel(beside) {
    const { fromMs, toMs } = span(hostNow());
    const from = el('input', { type: 'datetime-local', step: '1', value: toInput(fromMs) });
    const to = el('input', { type: 'datetime-local', step: '1', value: toInput(toMs) });
    const problem = el('span', { class: 'problem', role: 'alert' });
    const zone = el('input', { type: 'checkbox', ...(isUtc() ? { checked: true } : {}) });
    zone.addEventListener('change', () => {
        const kept = [fromInput(from.value), fromInput(to.value)];
        setUtc(zone.checked);
        [from.value, to.value] = kept.map(toInput);
        document.dispatchEvent(new Event('holdfast:zone'));
    });
    const form = el('form', { onsubmit: (event) => choose(event, from, to, problem) },
        el('label', {}, 'From', from),
        el('label', {}, 'To', to),
        el('label', { class: 'zone' }, zone, 'Times in UTC'),
        el('div', { class: 'row' }, problem, el('button', { class: 'primary' }, 'Apply')));
    panel.replaceChildren(
        el('div', { class: 'presets', role: 'group', 'aria-label': 'Up to now' }, PRESETS_MS.map((lengthMs) =>
            el('button', {
                type: 'button',
                'aria-label': `The last ${roughly(lengthMs)}`,
                'aria-pressed': String(place.range.lengthMs === lengthMs),
                onclick: () => {
                    panel.hidePopover();
                    go({ range: { lengthMs } });
                },
            }, duration(lengthMs)))),
        form);
    const box = beside.getBoundingClientRect();
    panel.style.top = `${box.bottom + 6}px`;
    panel.style.left = `${Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8))}px`;
    (panel.querySelector('[aria-pressed="true"]') || panel.querySelector('button')).focus();
}

function choose(event, from, to, problem) {
    event.preventDefault();
    const fromMs = fromInput(from.value);
    const toMs = fromInput(to.value);
    if (!(fromMs < toMs)) {
        problem.textContent = 'The end must be after the start.';
        return;
    }
    panel.hidePopover();
    go({ range: { fromMs, toMs } });
}
