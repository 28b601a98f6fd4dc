// An answer as comma-separated values, the same as "holdfast query -o csv" prints: a line a sample.

import { el } from './dom.js';

export function csvOf(type, result) {
    if (type === 'scalar' || type === 'string') {
        return lines([['time', 'value'], [time(result[0]), result[1]]]);
    }
    const names = [...new Set(result.flatMap((one) => Object.keys(one.metric)))].sort();
    const rows = result.flatMap((one) => (one.values || [one.value]).map(([second, value]) => [...names.map((name) => one.metric[name] ?? ''), time(second), value]));
    return lines([[...names, 'time', 'value'], ...rows]);
}

const time = (second) => new Date(Math.round(second * 1000)).toISOString().replace('.000Z', 'Z');
const quoted = (cell) => (/[,"\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lines = (rows) => rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');

/** Hands a file to whoever looks at the page. */
export function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    const link = el('a', { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
}
