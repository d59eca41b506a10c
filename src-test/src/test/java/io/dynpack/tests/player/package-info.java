/** Real players in one headless Chromium. */
package io.dynpack.tests.player;
