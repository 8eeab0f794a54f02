"""Import of the files people export from ad platforms: what their columns mean (recognise), how they write numbers and
days (cells), what they say (reading), and what that changes here (comparing). marketing.ads.actions.imports carries it
out."""
