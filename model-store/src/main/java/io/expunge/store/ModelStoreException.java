/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/** What can go wrong with a model store. Each kind asks for another reaction. */
public abstract sealed class ModelStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ModelStoreException(String message) {
        super(message);
    }

    private ModelStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** An artifact or one of its files is not there: it was purged, or this is the wrong store. */
    public static final class ArtifactMissing extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        private final String file;

        /** Names what is missing. */
        public ArtifactMissing(String file) {
            super(file + " is not in the model store; it was purged, or this is not the store it was put into");
            this.file = file;
        }

        /** Returns what is missing. */
        public String file() {
            return file;
        }
    }

    /** A file is not what it must be: damaged, cut short, changed, or not one of ours. */
    public static final class ArtifactCorrupt extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final String expected;
        private final String found;

        /** Names the file of an artifact, what it must be and what it is. */
        public ArtifactCorrupt(String file, String expected, String found) {
            this(file, expected, found, "restore it from a backup or put the artifact again");
        }

        /** Names the file, what it must be, what it is and what to do. */
        public ArtifactCorrupt(String file, String expected, String found, String remedy) {
            super(file + " in the model store is damaged or foreign: expected " + expected + ", found " + found + "; "
                    + remedy);
            this.file = file;
            this.expected = expected;
            this.found = found;
        }

        /** Returns the file. */
        public String file() {
            return file;
        }

        /** Returns what was expected. */
        public String expected() {
            return expected;
        }

        /** Returns what was found. */
        public String found() {
            return found;
        }
    }

    /** A directory that was to be a model store belongs to something else. It is left alone. */
    public static final class ForeignDirectory extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        /** Names the directory. */
        public ForeignDirectory(String directory) {
            super("The directory " + directory
                    + " is no model store: it holds other files and no store.json; check the path, or choose an empty"
                    + " directory. If it was a model store, restore store.json from a backup");
        }
    }

    /** A file was written by a later release than this one. */
    public static final class FormatTooNew extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        /** Names the file, its format and the newest this release reads. */
        public FormatTooNew(String file, long format, long newest) {
            super(file + " in the model store has format " + format + ", and this release reads formats up to " + newest
                    + "; run the release that wrote it, or a later one");
        }
    }

    /** A file has a format that this release no longer reads. */
    public static final class FormatTooOld extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        /** Names the file, its format and the oldest this release reads. */
        public FormatTooOld(String file, long format, long oldest) {
            super(file + " in the model store has format " + format + ", and this release reads formats from " + oldest
                    + "; open the store once with an earlier release that still upgrades it");
        }
    }

    /** The storage itself fails: full, read-only, forbidden, gone. The store is as it was, and trying again is safe. */
    public static final class StoreUnavailable extends ModelStoreException {
        private static final long serialVersionUID = 1L;

        private final String where;
        private final String remedy;

        /** Names what was tried, where, why it failed and what to do. */
        public StoreUnavailable(String what, String where, String why, String remedy, Throwable cause) {
            super("The model store cannot " + what + " " + where + ": " + why + "; " + remedy, cause);
            this.where = where;
            this.remedy = remedy;
        }

        /** Returns the place. */
        public String where() {
            return where;
        }

        /** Returns what to do. */
        public String remedy() {
            return remedy;
        }
    }
}
