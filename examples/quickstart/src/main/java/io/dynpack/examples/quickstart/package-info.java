/** The quickstart: the application of {@code io.dynpack.standalone} over a sample, with settings from the environment. */
@NullMarked
package io.dynpack.examples.quickstart;

import org.jspecify.annotations.NullMarked;
