"""Import: whose export a file is and what its columns mean (recognise), what was chosen (mapping), its cells as values
of leads (cells), and the leads they are about (matching). crm.actions.imports carries it out."""
