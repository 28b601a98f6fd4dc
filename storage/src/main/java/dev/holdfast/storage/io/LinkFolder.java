package dev.holdfast.storage.io;

import java.io.IOException;
import java.nio.file.Path;

/** A folder with links to files of a {@link Directory}: what a library may see of it. One thread. */
public interface LinkFolder {
    /** Where it is. */
    Path path();

    /** Shows a file of the directory under another name here, in the place of what has that name. */
    void link(String alias, String file) throws IOException;
}
