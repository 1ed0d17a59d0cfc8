;;; Opens $PAGE, waits for findings, applies the first quick fix on the word of $RULE, saves, and waits until the rule
;;; finds nothing. Prints what it saw as JSON.  -*- lexical-binding: t -*-

(setq native-comp-deferred-compilation nil)
(package-activate-all)
(require 'eglot)
(require 'json)
;; What docs/editors/emacs.md has people write into their own.
(load (expand-file-name "init.el") nil t)

(defun fail (what)
  (princ (json-encode `((failed . ,what))))
  (kill-emacs 3))

(defun wait (what condition)
  (with-timeout (60 (fail what))
    (while (not (funcall condition))
      (accept-process-output nil 0.02))))

(defun found ()
  (seq-filter (lambda (it) (string-search (format "[%s]" (getenv "RULE")) (flymake-diagnostic-text it)))
              (flymake-diagnostics)))

(find-file (getenv "PAGE"))
;; Here nobody presses a key, after which Eglot would connect.
(run-hooks 'post-command-hook)
(wait "no server" #'eglot-managed-p)
(flymake-start)
(wait "no finding" #'found)

(let* ((first (car (found)))
       (start (flymake-diagnostic-beg first))
       (end (flymake-diagnostic-end first))
       (message (flymake-diagnostic-text first)))
  (goto-char start)
  (let ((seen `((lnum . ,(1- (line-number-at-pos)))
                (col . ,(string-bytes (buffer-substring-no-properties (line-beginning-position) start)))
                (word . ,(buffer-substring-no-properties start end))
                (message . ,message)))
        ;; A key, not the mouse, and the first of what is offered.
        (last-nonmenu-event ?\r)
        (completing-read-function (lambda (_prompt offered &rest _) (caar offered))))
    (eglot-code-actions start nil "quickfix" t)
    (save-buffer)
    (wait "the finding stayed" (lambda () (flymake-start) (null (found))))
    (princ (json-encode seen))))

(eglot-shutdown (eglot-current-server))
