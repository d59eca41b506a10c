/**
 * The streaming service as one application of camel-main: the routes of {@code routes/}, a page that plays what they publish, and a
 * console that says so. Whoever starts it says where media lie and where it listens.
 */
@NullMarked
package io.dynpack.standalone;

import org.jspecify.annotations.NullMarked;
