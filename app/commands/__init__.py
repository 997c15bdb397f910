"""What the command line does beyond one call: bringing in folders of files. It knows how to ask and to report; the
rules are the slices'."""
