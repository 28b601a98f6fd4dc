// Where one is: the view, its time range and its expression, all of it in the hash, so that a link says the same.

import { duration, parseDuration } from './times.js';

const VIEWS = ['overview', 'query', 'delivery'];
const listeners = [];

/** Fields that are absent have their defaults; the hash has what differs from them only. */
export const place = { view: 'overview', range: { lengthMs: 900000 }, host: '', expr: '', mode: 'range', stepMs: 0, unit: '', stacked: false };

function parse(hash) {
    const [name, search = ''] = hash.replace(/^#/, '').split('?');
    const fields = new URLSearchParams(search);
    const fromMs = Number(fields.get('from'));
    const toMs = Number(fields.get('to'));
    const range = fromMs > 0 && toMs > fromMs ? { fromMs, toMs } : { lengthMs: parseDuration(fields.get('range') || '15m') || 900000 };
    return {
        view: VIEWS.includes(name) ? name : 'overview',
        range,
        host: fields.get('host') || '',
        expr: fields.get('expr') || '',
        mode: fields.get('mode') === 'instant' ? 'instant' : 'range',
        stepMs: parseDuration(fields.get('step') || '') || 0,
        unit: fields.get('unit') || '',
        stacked: fields.get('stacked') === 'yes',
    };
}

/** The hash of the place with some fields changed. */
export function hashOf(changes = {}) {
    const next = { ...place, ...changes };
    const fields = new URLSearchParams();
    if (next.expr && next.view === 'query') {
        fields.set('expr', next.expr);
    }
    if (next.range.lengthMs) {
        fields.set('range', duration(next.range.lengthMs));
    } else {
        fields.set('from', Math.round(next.range.fromMs));
        fields.set('to', Math.round(next.range.toMs));
    }
    if (next.host) {
        fields.set('host', next.host);
    }
    if (next.view === 'query') {
        if (next.mode !== 'range') {
            fields.set('mode', next.mode);
        }
        if (next.stepMs) {
            fields.set('step', duration(next.stepMs));
        }
        if (next.unit) {
            fields.set('unit', next.unit);
        }
        if (next.stacked) {
            fields.set('stacked', 'yes');
        }
    }
    return `#${next.view}?${fields}`;
}

/** Goes to the place with some fields changed; "back" returns from there. */
export function go(changes) {
    const hash = hashOf(changes);
    if (hash !== location.hash) {
        history.pushState({ depth: depth() + 1 }, '', hash);
        arrive();
    }
}

/** The same without a way back: for what is no step of its own, like the expression of a link. */
export function settle(changes) {
    history.replaceState({ depth: depth() }, '', hashOf(changes));
    arrive();
}

/** How many steps back there are inside this page. */
export const depth = () => history.state?.depth || 0;

export function onPlace(listener) {
    listeners.push(listener);
}

export function arrive() {
    const before = { ...place };
    // The expression stays while another view is looked at.
    const next = parse(location.hash);
    if (next.view !== 'query') {
        next.expr = before.expr;
        next.mode = before.mode;
        next.stepMs = before.stepMs;
        next.unit = before.unit;
        next.stacked = before.stacked;
    }
    Object.assign(place, next);
    listeners.forEach((listener) => listener(before));
}

addEventListener('popstate', () => {
    if (!history.state) {
        // A link inside the page, or an address typed by hand: it has no state of its own yet.
        history.replaceState({ depth: 1 }, '', location.hash);
    }
    arrive();
});

/** Start and end of the range; a relative one ends at the given moment. */
export function span(nowMs) {
    const { lengthMs, fromMs, toMs } = place.range;
    return lengthMs ? { fromMs: nowMs - lengthMs, toMs: nowMs } : { fromMs, toMs };
}

export const isLive = () => Boolean(place.range.lengthMs);
