// Series by what tells them apart.

/** The text of a series as PromQL writes it. */
export function seriesText(metric, leaveOut = {}) {
    const labels = Object.keys(metric).filter((name) => name !== '__name__' && !Object.hasOwn(leaveOut, name)).sort();
    const name = Object.hasOwn(leaveOut, '__name__') ? '' : metric.__name__ || '';
    return labels.length > 0 ? `${name}{${labels.map((label) => `${label}=${JSON.stringify(metric[label])}`).join(', ')}}` : name || '{}';
}

/** The labels that all series of an answer have in common, when there are several. */
export function commonLabels(metrics) {
    if (metrics.length < 2) {
        return {};
    }
    return Object.fromEntries(Object.entries(metrics[0]).filter(([name, value]) => metrics.every((metric) => metric[name] === value)));
}
