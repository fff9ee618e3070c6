"""What the people who run an installation do at the command line. One file for each noun."""
