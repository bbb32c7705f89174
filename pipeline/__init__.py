"""What ties the house together: acquisition, Dagster, the command line, the sample newsroom."""
