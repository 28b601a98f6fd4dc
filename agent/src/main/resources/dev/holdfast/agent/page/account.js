// What became of every second of a range, from the API, as intervals that bars can draw.

import { ask, seconds } from './api.js';

/** Fetches the account of a range: { span, intervalMs, host: [...], upstreams: [{ name, intervals, lengthMs }], missing }. */
export async function account(fromMs, toMs, signal) {
    if (fromMs >= toMs) {
        // All of it is still to come: there is nothing to account for.
        return { span: { fromMs, toMs: fromMs + 1 }, intervalMs: 0, lengthMs: {}, missedMs: {}, missing: [], host: [], upstreams: [] };
    }
    const { data } = await ask('holdfast/gaps', { start: seconds(fromMs), end: seconds(toMs), intervals: 'true' }, signal);
    return {
        span: data.span,
        intervalMs: data.intervalMs,
        lengthMs: data.lengthMs,
        missedMs: data.missedMs,
        missing: data.missing,
        host: data.intervals || ofMissing(data.span, data.missing),
        upstreams: data.upstreams.map((upstream) => ({ ...upstream, intervals: upstream.intervals || [] })),
    };
}

/** The stretches that were missed, and nothing else. */
export async function missing(fromMs, toMs, signal) {
    return fromMs >= toMs ? [] : (await ask('holdfast/gaps', { start: seconds(fromMs), end: seconds(toMs) }, signal)).data.missing;
}

/** Without intervals, what is not missing is taken to be there. */
function ofMissing(span, missing) {
    const intervals = [];
    let atMs = span.fromMs;
    for (const hole of missing) {
        if (hole.fromMs > atMs) {
            intervals.push({ fromMs: atMs, toMs: hole.fromMs, state: 'collected' });
        }
        intervals.push({ fromMs: hole.fromMs, toMs: hole.toMs, state: 'missed', reason: hole.reason });
        atMs = hole.toMs;
    }
    if (atMs < span.toMs) {
        intervals.push({ fromMs: atMs, toMs: span.toMs, state: 'collected' });
    }
    return intervals;
}

/** How long an account stays fit to be shown: the longer the range, the dearer it is and the less a second matters. */
export const accountHoldsMs = (spanMs) => Math.min(300000, Math.max(15000, spanMs / 240));
