-- Reasons are kept as a code and its numbers, and said in a language where they are shown. Sentences of before are translated.
UPDATE matches SET reason = 'first' WHERE reason = 'the first to carry it';
UPDATE matches SET reason = 'same-page' WHERE reason = 'the same page';
UPDATE matches SET reason = 'same-text' WHERE reason = 'the same text, word for word';
UPDATE matches SET reason = 'short-titles' WHERE reason = 'short texts with the same title';
UPDATE matches SET reason = 'corrected' WHERE reason = 'corrected by its source';
UPDATE matches SET reason = REPLACE(REPLACE(REPLACE(REPLACE(reason, 'one story for ', 'alike '), ' %: title and first sentences are alike for ', ' '), ' %, ', ' '), ' % of the shorter text is in the other', '')
    WHERE reason LIKE 'one story for % \%: title and first sentences are alike for % \%, % \% of the shorter text is in the other' ESCAPE '\';
UPDATE matches SET reason = 'contained-about ' || REPLACE(reason, ' % of the shorter text is in the other, and they are about the same', '')
    WHERE reason LIKE '% \% of the shorter text is in the other, and they are about the same' ESCAPE '\';
UPDATE matches SET reason = 'contained ' || REPLACE(reason, ' % of the shorter text is in the other', '')
    WHERE reason LIKE '% \% of the shorter text is in the other' ESCAPE '\';
UPDATE matches SET reason = 'rewritten ' || REPLACE(REPLACE(reason, ' % of the text, all over it, and words of the title within ', ' '), ' hours', '')
    WHERE reason LIKE '% \% of the text, all over it, and words of the title within % hours' ESCAPE '\';
UPDATE matches SET reason = 'retold ' || REPLACE(REPLACE(reason, ' words of the titles, and each speaks of all that the other''s title names, within ', ' '), ' hours', '')
    WHERE reason LIKE '% words of the titles, and each speaks of all that the other''s title names, within % hours';
