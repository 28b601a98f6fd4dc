// What can be written at a place: names, labels and values from the API, functions from the list. Asked for once, and kept.

import { ask } from './api.js';
import { AGGREGATIONS, FUNCTIONS, KEYWORDS } from './functions.js';
import { nameText } from './labels.js';

const MOST = 60;
const LIMIT = 5000;
const KEPT_MS = 300000;
// Each may be thousands of values, and there is one for each name that somebody passes while writing.
const MOST_KEPT = 40;
const DURATIONS = ['30s', '1m', '5m', '15m', '30m', '1h', '6h', '1d', '7d'];

const kept = new Map();

/** An answer that is asked for at most once in five minutes; without one there is nothing to suggest, which is no failure. */
async function once(path, parameters) {
    const key = `${path}?${new URLSearchParams(parameters)}`;
    const known = kept.get(key);
    if (known && Date.now() - known.atMs < KEPT_MS) {
        return known.data;
    }
    const data = ask(path, { limit: LIMIT, ...parameters }).then((answer) => answer.data).catch(() => {
        kept.delete(key);
        return [];
    });
    kept.delete(key);
    kept.set(key, { atMs: Date.now(), data });
    if (kept.size > MOST_KEPT) {
        kept.delete(kept.keys().next().value);
    }
    return data;
}

const metrics = () => once('label/__name__/values', {});
const metadata = () => once('metadata', {});
const matching = (metric) => (metric ? { 'match[]': metric } : {});

/** Suggestions for a context: [{text, insert, kind, note}], the best first. */
export async function suggestionsFor(context) {
    switch (context.kind) {
        case 'name':
            return ranked(await names(), context.prefix);
        case 'label':
        case 'grouping': {
            const labels = await once('labels', matching(context.metric));
            const insert = (text) => (context.kind === 'label' ? `${text}="` : text);
            return ranked(labels.filter((text) => text !== '__name__').map((text) => ({ text, insert: insert(text), kind: 'label', note: '' })), context.prefix);
        }
        case 'value': {
            if (!context.label) {
                return [];
            }
            const values = await once(`label/${encodeURIComponent(context.label)}/values`, matching(context.metric));
            const close = context.close;
            const written = (text) => text.replaceAll('\\', '\\\\').replaceAll(close, `\\${close}`);
            return ranked(values.map((text) => ({ text, insert: `${context.quote ? close : ''}${written(text)}${close}`, kind: 'value', note: '' })), context.prefix);
        }
        case 'duration':
            return ranked(DURATIONS.map((text) => ({ text, insert: text, kind: 'duration', note: '' })), context.prefix);
        default:
            return [];
    }
}

async function names() {
    const [known, facts] = await Promise.all([metrics(), metadata()]);
    const described = (text) => facts[text]?.[0] || {};
    return [
        ...known.map((text) => ({ text, insert: nameText(text), kind: 'metric', note: [described(text).type, described(text).help].filter((word) => word && word !== 'unknown').join(': ') })),
        ...Object.entries(AGGREGATIONS).map(([text, [signature, note]]) => ({ text, insert: `${text}(`, kind: 'aggregation', note, signature: `(${signature})` })),
        ...Object.entries(FUNCTIONS).map(([text, [signature, note]]) => ({ text, insert: `${text}(`, kind: 'function', note, signature: `(${signature})` })),
        ...Object.entries(KEYWORDS).map(([text, note]) => ({ text, insert: `${text} `, kind: 'keyword', note })),
    ];
}

/** Those that begin with it, then those that have it at the beginning of a word, then anywhere. */
function ranked(candidates, prefix) {
    const wanted = prefix.toLowerCase();
    if (wanted === '') {
        return candidates.slice(0, MOST);
    }
    const words = wanted.split(/[_\s]+/).filter(Boolean);
    const rank = (text) => {
        const lower = text.toLowerCase();
        if (lower.startsWith(wanted)) {
            return 0;
        }
        if (lower.includes(`_${wanted}`)) {
            return 1;
        }
        return lower.includes(wanted) ? 2 : words.every((word) => lower.includes(word)) ? 3 : -1;
    };
    return candidates.map((candidate) => ({ candidate, rank: rank(candidate.text) }))
        .filter((one) => one.rank >= 0)
        .sort((a, b) => a.rank - b.rank || a.candidate.text.length - b.candidate.text.length)
        .slice(0, MOST)
        .map((one) => one.candidate);
}
