// The words for what became of a stretch of time, the same as "holdfast gaps" has them.

/** What the host has: kinds of stretches, the causes of those that were missed, and whether that is a loss. */
export const COLLECTED = {
    collected: ['collected', 'every tick is there'],
    imported: ['imported', 'samples that came from elsewhere'],
    thinned: ['thinned', 'rollups stand for the samples'],
    evicted: ['evicted', 'retention or the bound on disk took it'],
    missed: ['missed', 'not collected'],
    before: ['before', 'from before the first tick'],
};

export const CAUSES = {
    stopped: 'the agent did not run',
    suspended: 'the host was suspended',
    stepped: 'the clock was set forward: this time never was',
    late: 'the host or the agent was too slow',
    disk_full: 'no room on disk nor in memory',
    lost: 'sampled, and not there any more: deleted, or damaged',
    unknown: 'an agent runs, and nothing of it is on disk',
};

/** What an upstream has. */
export const DELIVERED = {
    delivered: ['delivered', 'the upstream has it'],
    pending: ['pending', 'still to be sent'],
    refused: ['refused', 'the upstream refused it for good'],
    parked: ['parked', 'set aside, to be tried again'],
    thinned: ['thinned', 'samples gave way to rollups first'],
    evicted: ['evicted', 'no longer in the store, and never sent'],
    skipped: ['skipped', 'not to be sent'],
    nothing: ['nothing', 'there is nothing to send'],
};

/** States from the one that matters least to the one that must not be overlooked: later ones are drawn over earlier ones. */
export const ORDER = ['nothing', 'before', 'collected', 'delivered', 'imported', 'skipped', 'thinned', 'pending', 'parked', 'evicted', 'refused', 'missed'];
