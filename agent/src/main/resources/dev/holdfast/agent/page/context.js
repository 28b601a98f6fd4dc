// What may stand where somebody is writing: names, labels, values, durations.

import { tokens } from './highlight.js';

const GROUPING = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'];

/**
 * What the cursor is in: { kind, prefix, from, metric, label, quote, others }.
 *
 * kind: "name", "label" (in braces), "grouping" (in parentheses after by, on, ...), "value", "duration" or "none".
 */
export function contextAt(text, cursor) {
    const before = text.slice(0, cursor);
    const found = tokens(before);
    const last = found[found.length - 1];
    const touching = last && last.from + last.text.length === cursor ? last : null;
    const open = enclosing(found);
    if (touching?.kind === 'comment') {
        return none(cursor);
    }
    if (touching?.kind === 'string' && isOpen(touching.text)) {
        return open?.text === '{' ? valueContext(found, touching, open) : none(cursor);
    }
    const isWord = touching && ['name', 'metric', 'label', 'keyword', 'function'].includes(touching.kind);
    const prefix = isWord ? touching.text : '';
    const from = cursor - prefix.length;
    if (open?.text === '{') {
        const previous = found[found.length - (isWord ? 2 : 1)];
        if (previous && /^(=|!=|=~|!~)$/.test(previous.text)) {
            return { ...valueContext(found, null, open), prefix, from, quote: true };
        }
        return previous?.kind === 'string' || previous?.kind === 'label'
            ? none(cursor)
            : { kind: 'label', prefix, from, metric: metricBefore(found, open) };
    }
    if (open?.text === '[') {
        const text = touching && ['duration', 'number'].includes(touching.kind) ? touching.text : '';
        return { kind: 'duration', prefix: text, from: cursor - text.length };
    }
    const opener = open && found[found.indexOf(open) - 1];
    if (open?.text === '(' && opener?.kind === 'keyword' && GROUPING.includes(opener.text.toLowerCase())) {
        return { kind: 'grouping', prefix, from, metric: found.find((token) => token.kind === 'metric' && token !== touching)?.text || text.match(/[a-z_:][\w:]*(?=\s*[{[])/i)?.[0] };
    }
    return touching && !isWord && ['string', 'duration', 'number'].includes(touching.kind) ? none(cursor) : { kind: 'name', prefix, from };
}

const none = (cursor) => ({ kind: 'none', prefix: '', from: cursor });

/** Whether a text in quotes has no end yet. */
function isOpen(text) {
    return text.length < 2 || text[0] !== text[text.length - 1] || /(^|[^\\])(\\\\)*\\.$/.test(text);
}

/** The innermost parenthesis that is open. */
function enclosing(found) {
    const open = [];
    for (const token of found) {
        if (token.kind === 'open') {
            open.push(token);
        } else if (token.kind === 'close') {
            open.pop();
        }
    }
    return open[open.length - 1];
}

function metricBefore(found, open) {
    const token = found[found.indexOf(open) - 1];
    return token && token.kind === 'metric' ? token.text : undefined;
}

function valueContext(found, string, open) {
    const inside = found.slice(found.indexOf(open) + 1);
    const label = inside.filter((token) => token.kind === 'label').pop()?.text;
    return {
        kind: 'value',
        prefix: string ? string.text.slice(1) : '',
        from: string ? string.from + 1 : 0,
        label,
        metric: metricBefore(found, open),
        close: string ? string.text[0] : '"',
    };
}
