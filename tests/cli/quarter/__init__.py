"""A quarter of nightly exports, with a few leads whose stories are known day by day."""
