package io.dynpack.tests.http;

/** What is written into the access log as long as this is open. */
public final class AccessLines extends LogLines {
    public AccessLines() {
        super("io.dynpack.access");
    }
}
