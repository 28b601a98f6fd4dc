package dev.holdfast.forwarder;

/** Where an upstream's day is remembered across restarts. One thread. */
interface BudgetMemory {
    /**
     * What was used of a day's budget.
     *
     * @param epochDay the day in the host's time zone, as days since 1970
     * @param bytes used of it
     */
    record Used(long epochDay, long bytes) {
        /** Nothing of no day. */
        static final Used NONE = new Used(Long.MIN_VALUE, 0);
    }

    /** What was remembered last, {@link Used#NONE} when nothing was. */
    Used read();

    /** Remembers; called for every request, durable within a minute or so. */
    void write(Used used);

    /** A memory that ends with the process. */
    static BudgetMemory transientOne() {
        return new BudgetMemory() {
            private Used used = Used.NONE;

            @Override
            public Used read() {
                return used;
            }

            @Override
            public void write(Used value) {
                used = value;
            }
        };
    }
}
