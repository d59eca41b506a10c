/** Assets that arrive by events and by listings, from a real broker and a real blob service. */
package io.dynpack.tests.arrival;
