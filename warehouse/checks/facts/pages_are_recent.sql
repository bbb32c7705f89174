-- Warns: the newest page was recorded within a week of the build; later, no source is heard.
SELECT build.built_at, build.latest_recorded
FROM build
WHERE build.latest_recorded IS NULL OR build.latest_recorded < build.built_at - INTERVAL 7 DAYS
