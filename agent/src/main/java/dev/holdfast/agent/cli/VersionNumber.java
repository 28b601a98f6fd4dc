package dev.holdfast.agent.cli;

/** The program's version, from its jar; classes that no jar holds have none. */
final class VersionNumber {
    private VersionNumber() {}

    static String get() {
        String number = VersionNumber.class.getPackage().getImplementationVersion();
        return number == null ? "0-unpackaged" : number;
    }
}
