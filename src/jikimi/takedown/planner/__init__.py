"""Which way of asking a platform is tried first: by what was measured, begun with the playbook's word."""
