/** The quickstart: the routes of {@code routes/}, a page that plays what they publish, and a console that says so. */
@NullMarked
package io.dynpack.examples.quickstart;

import org.jspecify.annotations.NullMarked;
