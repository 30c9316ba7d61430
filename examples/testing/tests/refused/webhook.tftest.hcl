# A target that does not complete the handshake. The provider's error fails this test,
# because no engine can expect the error of a provider: look for it in the output.

run "fails_the_handshake" {}
