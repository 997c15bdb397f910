"""Tags: the codebook, one tree for the company. Refuses to know what the tags are put on."""
