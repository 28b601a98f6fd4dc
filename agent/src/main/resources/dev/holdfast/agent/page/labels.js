// Series by what tells them apart.

const PLAIN = /^[a-zA-Z_][\w]*$/;

/** A metric's name as PromQL writes it: one with other signs than letters goes into braces. */
export const nameText = (name) => (/^[a-zA-Z_:][\w:]*$/.test(name) ? name : `{${JSON.stringify(name)}}`);

/** The text of a series as PromQL writes it. */
export function seriesText(metric, leaveOut = {}) {
    const labels = Object.keys(metric).filter((name) => name !== '__name__' && !Object.hasOwn(leaveOut, name)).sort();
    const written = labels.map((label) => `${PLAIN.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(metric[label])}`);
    const name = Object.hasOwn(leaveOut, '__name__') ? '' : metric.__name__ || '';
    if (name !== '' && nameText(name) !== name) {
        return `{${[JSON.stringify(name), ...written].join(', ')}}`;
    }
    return written.length > 0 ? `${name}{${written.join(', ')}}` : name || '{}';
}

/** The labels that all series of an answer have in common, when there are several. */
export function commonLabels(metrics) {
    if (metrics.length < 2) {
        return {};
    }
    return Object.fromEntries(Object.entries(metrics[0]).filter(([name, value]) => metrics.every((metric) => metric[name] === value)));
}
