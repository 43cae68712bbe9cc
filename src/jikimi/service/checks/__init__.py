"""What `check-setup` looks at: one file a subject, each giving findings in plain words."""
