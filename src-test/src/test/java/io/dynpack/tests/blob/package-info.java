/** A blob service in a process of its own, what comes between it and its clients on a bad day, and tests over both. */
package io.dynpack.tests.blob;
