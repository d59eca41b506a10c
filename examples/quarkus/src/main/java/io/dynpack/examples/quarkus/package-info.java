/** A Quarkus application that streams. */
@NullMarked
package io.dynpack.examples.quarkus;

import org.jspecify.annotations.NullMarked;
