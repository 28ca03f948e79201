"""Reviewer of 政府信息公开工作年度报告: reads a report, checks its tables and prose, says what is wrong and why."""
