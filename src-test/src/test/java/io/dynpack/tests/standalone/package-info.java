/** The one jar, run by whoever has nothing else: its commands, its image, its place behind a cache. */
package io.dynpack.tests.standalone;
