package dev.holdfast.storage.testing;

/**
 * One call into a {@link SimulatedDirectory}, before it is carried out.
 *
 * @param number counted from 1 since the directory was made
 * @param kind what is to be done
 * @param file name of the file, empty for the directory itself
 */
public record Operation(long number, Kind kind, String file) {
    /** What can be done to a directory. */
    public enum Kind {
        LIST,
        CREATE,
        OPEN_FOR_WRITING,
        OPEN,
        RENAME,
        DELETE,
        SYNC_DIRECTORY,
        WRITE,
        FORCE,
        READ,
        CLOSE;

        /** Whether it changes what a crash at this moment would leave. */
        public boolean changesDisk() {
            return this == CREATE
                    || this == RENAME
                    || this == DELETE
                    || this == SYNC_DIRECTORY
                    || this == WRITE
                    || this == FORCE;
        }
    }

    @Override
    public String toString() {
        return "#" + number + " " + kind + (file.isEmpty() ? "" : " " + file);
    }
}
