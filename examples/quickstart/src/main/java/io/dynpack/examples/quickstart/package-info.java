/** The quickstart: the routes of {@code routes/}, a page that plays what they publish, and a console that says so. */
package io.dynpack.examples.quickstart;
