"""What the whole-engine tests of the real kinds share: an estate, and a program that builds what it is told."""
